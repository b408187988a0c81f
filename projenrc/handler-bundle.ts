import { Component, javascript, Task } from "projen";

/**
 * Builds the custom resource's deployment package, `assets/signing-job-handler.zip`.
 *
 * The build itself is a program of its own (`projenrc/bundle-handler.ts`): the zip must hold the same
 * bytes wherever and whenever it is built, which the archivers at hand on a user's machine do not promise.
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
