import { Component, cdk, javascript } from "projen";

/** Folders with TypeScript that runs from source and is never packed. `npm test` type-checks each of them. */
export const DEV_FOLDERS = ["examples", "bench", "probes", "packaging"];

export class DevFolders extends Component {
  constructor(project: cdk.JsiiProject) {
    super(project);
    const typecheck = project.addTask("typecheck", {
      description: "Type-check everything that jsii does not compile",
    });
    for (const folder of DEV_FOLDERS) {
      new javascript.TypescriptConfig(project, {
        fileName: `${folder}/tsconfig.json`,
        extends: javascript.TypescriptConfigExtends.fromPaths(["../tsconfig.json"]),
        include: ["**/*.ts"],
        exclude: ["node_modules", "**/cdktf.out"],
        compilerOptions: {
          noEmit: true,
          rootDir: "..",
          paths: { "cdktf-aws-signer": ["../src"] },
        },
      });
    }
    for (const folder of ["test", "projenrc", "sandbox", ...DEV_FOLDERS]) {
      typecheck.exec(`tsc -p ${folder}/tsconfig.json`);
    }
    project.testTask.spawn(typecheck);
  }
}
