import { cdk, Component, github } from "projen";

/** Actions by commit: a tag can be moved to other code. */
const PINNED = {
  "actions/setup-node@v7.0.0": "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020",
  "actions/setup-python@v7.0.0": "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97",
  "actions/setup-java@v6.0.0": "actions/setup-java@b6effb05e454b25005698d916606bdc6ffcbf961",
  "actions/setup-go@v7.0.0": "actions/setup-go@b7ad1dad31e06c5925ef5d2fc7ad053ef454303e",
  "actions/setup-dotnet@v6.0.0": "actions/setup-dotnet@a98b56852c35b8e3190ac28c8c2271da59106c68",
};

/** The tests need Terraform before anything is released. */
export const INSTALL_TERRAFORM: github.workflows.JobStep = {
  name: "Install Terraform",
  uses: "hashicorp/setup-terraform@dfe3c3f87815947d99a8997f908cb6525fc44e9e",
  with: { terraform_version: "1.11.4", terraform_wrapper: false },
};

/** Nothing is released before the example runs in each language, with the toolchains of GitHub's machine. */
export const RUN_LANGUAGES: github.workflows.JobStep = {
  name: "Run the example in every language",
  run: "npx projen languages",
};

/**
 * Releases the version in `package.json`. A push that changes CHANGELOG.md starts the workflow, and a version that has a tag already
 * is not released again.
 */
export class ReleaseWorkflow extends Component {
  constructor(project: cdk.JsiiProject, version: string) {
    super(project);
    for (const [action, commit] of Object.entries(PINNED)) project.github!.actions.set(action, commit);

    // The version is chosen by people, in .projenrc.ts and CHANGELOG.md, and not derived from commit messages.
    project.package.addVersion(version);
    project.tasks.tryFind("bump")!.reset("tsx projenrc/release/prepare-release.ts");
    project.tasks.tryFind("unbump")!.reset();
    project.tasks.removeTask("bump:releasable-commits");
    project.deps.removeDependency("commit-and-tag-version");
    project.gitignore.exclude("/dist/");

    // The jobs that publish extract one tarball, and make the package of the other flavour by themselves.
    project.packageTask.reset();
    project.packageTask.exec("jsii-pacmak -v --no-npmignore --target js", { condition: IN_CI });
    project.packageTask.spawn(project.tasks.tryFind("package-all")!, { condition: `! ${IN_CI}` });
  }
}

const IN_CI = 'node -e "if (!process.env.CI) process.exit(1)"';
