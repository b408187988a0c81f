import { Component, cdk } from "projen";

/**
 * Holds the one-way flow of data in place: protocol ← constructs, protocol ← handler, and nothing else.
 *
 * The root import of `@cdktf/provider-aws` is refused everywhere: it loads every resource of the provider
 * (seconds and hundreds of megabytes per process), where a deep import loads one.
 */
export class ArchitectureLint extends Component {
  constructor(project: cdk.JsiiProject) {
    super(project);
    project.eslint?.addRules({
      "no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "@cdktf/provider-aws",
              message: "Import the resource's own module, such as @cdktf/provider-aws/lib/iam-role.",
            },
          ],
        },
      ],
      "import/no-restricted-paths": [
        "error",
        {
          zones: [
            { target: "./src/protocol", from: "./src", except: ["./protocol"] },
            { target: "./src/handler", from: "./src", except: ["./handler", "./protocol"] },
            { target: ["./src/*.ts", "./src/private/**/*"], from: "./src/handler/**/*" },
            { target: "./src", from: "./sandbox" },
            { target: "./sandbox", from: "./src", except: ["./protocol"] },
          ],
        },
      ],
    });
    // The examples import the library by its name, as users do; their tsconfig.json leads that to `src`.
    project.eslint?.addRules({ "import/no-unresolved": ["error", { ignore: ["^cdktf-aws-signer$"] }] });
    project.eslint?.allowDevDeps("src/handler/**");
  }
}
