import { cdk, Component } from "projen";

const FOLDER = "flavours/cdktn";

/** Languages that jsii packages for, as the tasks `package:…` call them. */
const LANGUAGES = ["js", "java", "python", "dotnet", "go"];

/**
 * `cdktn-aws-signer`, the package for CDK Terrain. It is made from `src` whenever the library is compiled, and nothing in its
 * folder is edited or committed. The tasks `package:…` put the packages of both flavours into `dist`.
 */
export class CdktnFlavour extends Component {
  constructor(project: cdk.JsiiProject) {
    super(project);
    const task = project.addTask("flavour:cdktn", {
      description: "Make cdktn-aws-signer, the package for CDK Terrain, and compile it",
      steps: [{ exec: "tsx projenrc/flavour/make-cdktn-flavour.ts" }, { exec: "jsii", cwd: FOLDER }],
    });
    project.compileTask.spawn(task);
    for (const language of LANGUAGES) {
      const pack = project.tasks.tryFind(`package:${language}`);
      if (!pack) throw new Error(`There is no task package:${language}`);
      pack.reset(`tsx projenrc/package-language.ts ${language}`);
      // Created again, because it is missing if only the package of the other flavour was unpacked.
      pack.spawn(task);
      pack.exec(`tsx ../../projenrc/package-language.ts ${language}`, { cwd: FOLDER });
    }
    project.gitignore.exclude("/flavours/");
  }
}
