import { Component, javascript, Task } from "projen";

/**
 * Builds the custom resource's deployment package, `assets/signing-job-handler.zip`.
 *
 * The build is a separate program (`projenrc/bundle-handler.ts`): the zip must contain the same bytes on every machine
 * and at any time. The archivers on a user's machine do not guarantee that.
 */
export class HandlerBundle extends Component {
  public readonly task: Task;

  constructor(project: javascript.NodeProject) {
    super(project);
    this.task = project.addTask("bundle:handler", {
      description: "Bundle the custom resource handler into a deterministic zip",
      exec: "tsx projenrc/bundle-handler.ts",
    });
    project.preCompileTask.spawn(this.task);
    project.gitignore.exclude("/assets/");
  }
}
