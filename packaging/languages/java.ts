import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { codeFor, failureOf, FUNCTION_FOLDER, Language } from "./language";
import { installLibraries } from "./libraries";
import { run } from "../command";
import { ROOT } from "../flavour";

const MAIN = join(ROOT, "examples/languages/java/src/main/java/com/example/Main.java");

/** What the generated code needs from Maven Central. */
const DEPENDENCIES = [
  ["software.amazon.jsii", "jsii-runtime", "1.140.0"],
  ["org.jetbrains", "annotations", "19.0.0"],
  ["javax.annotation", "javax.annotation-api", "1.3.2"],
];

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>dependencies</artifactId>
  <version>1.0.0</version>
  <dependencies>
${DEPENDENCIES.map(
  ([groupId, artifactId, version]) =>
    `    <dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version></dependency>`,
).join("\n")}
  </dependencies>
</project>
`;

/** Bindings of cdktf and the AWS provider are generated, because not every Maven repository has them. */
export const JAVA: Language = {
  name: "Java",

  async missing({ project }) {
    for (const program of ["javac", "mvn"]) {
      const failure = await failureOf(program, ["-version"], project);
      if (failure) return `${program} was not found: ${failure}`;
    }
    writeFileSync(join(project, "pom.xml"), POM);
    const args = ["-q", "-B", "dependency:build-classpath", "-Dmdep.outputFile=classpath.txt"];
    const failure = await failureOf("mvn", args, project);
    return failure && `the runtime of jsii cannot be downloaded: ${failure}`;
  },

  async synthesize({ packages, project }) {
    const code = await codeFor("java", packages, await installLibraries(packages));
    const classes = join(project, "classes");
    mkdirSync(classes);
    cpSync(join(code, "src/main/resources"), classes, { recursive: true });
    const sources = readdirSync(join(code, "src/main/java"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".java"))
      .map((path) => join(code, "src/main/java", path));
    writeFileSync(join(project, "sources.txt"), [...sources, MAIN].join("\n"));
    const classpath = readFileSync(join(project, "classpath.txt"), "utf8").trim();
    await run("javac", ["-nowarn", "-proc:none", "-d", classes, "-cp", classpath, "@sources.txt"], { cwd: project });
    await run("java", ["-cp", [classes, classpath].join(delimiter), "com.example.Main"], {
      cwd: project,
      env: { FUNCTION_FOLDER, CDKTF_OUTDIR: join(project, "cdktf.out") },
    });
  },
};
