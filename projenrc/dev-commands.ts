import { Component, javascript } from "projen";
import { HandlerBundle } from "./handler-bundle";

/** The `npm run` commands other than the build. Each works on a fresh clone after `npm ci`. */
export class DevCommands extends Component {
  constructor(
    private readonly nodeProject: javascript.NodeProject,
    private readonly handlerBundle: HandlerBundle,
  ) {
    super(nodeProject);
    // npm runs these programs directly and forwards signals to them. Projen does not forward signals.
    nodeProject.setScript("sandbox", "projen bundle:handler && exec node --import tsx sandbox/cli.ts");
    this.command(
      "examples",
      "Deploy and destroy the examples, or those that are named, on the sandbox",
      "examples/run.ts",
    );
    // For the same reason: after Ctrl-C they still have to remove what they created.
    nodeProject.setScript(
      "demo",
      "projen bundle:handler && AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true exec node --import tsx examples/demo.ts",
    );
    nodeProject.setScript(
      "probe",
      "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true exec node --import tsx probes/main.ts",
    );
    nodeProject.setScript(
      "acceptance",
      "projen bundle:handler && AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true exec node --import tsx probes/acceptance/main.ts",
    );
    this.command("soak", "Play random schedules of faults through the handler on the sandbox", "bench/soak/main.ts");
    this.command("bench", "Measure what the library costs, against its budgets", "bench/main.ts", [
      nodeProject.preCompileTask,
      nodeProject.compileTask,
    ]);
    this.command(
      "languages",
      "Run the example in Python, Java, Go and C# with the packed library, as far as this machine can",
      "packaging/languages/main.ts",
      [nodeProject.preCompileTask, nodeProject.compileTask],
    );
    this.command(
      "upgrade-test",
      "Deploy with an earlier package, and see that this build changes nothing",
      "packaging/upgrade/main.ts",
      [nodeProject.preCompileTask, nodeProject.compileTask],
    );
    // Projen's own task of this name compares the public API with the published one.
    nodeProject.tasks.removeTask("compat");
    nodeProject.addTask("compat:api", {
      description: "Compare the public API with that of the newest release on npm",
      exec: "jsii-diff npm:cdktf-aws-signer --keys --ignore-file .compatignore",
    });
    this.command(
      "compat",
      "Run the tests that apply with each given Terraform or OpenTofu",
      "packaging/compat/main.ts",
    );
    nodeProject.addTask("diagrams", {
      description: "Render the pictures of the documentation",
      exec: "node projenrc/diagrams.mjs",
    });
    nodeProject.testTask.env("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
  }

  private command(name: string, description: string, program: string, before = [this.handlerBundle.task]): void {
    const task = this.nodeProject.addTask(name, {
      description,
      // The AWS SDK prints a warning about the end of Node.js 20 in every process, in the middle of the output.
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    });
    before.forEach((needed) => task.spawn(needed));
    task.exec(`tsx ${program}`, { receiveArgs: true });
  }
}
