import { Component, cdk } from "projen";
import { ROOMS } from "./architecture-lint";
import { HandlerBundle } from "./handler-bundle";

const ROOM_FOLDERS = ROOMS.flat();
const UNIT_FOLDERS = [...ROOM_FOLDERS, "protocol", "handler", "documentation", "upgrade"];

/** Tests that Jest runs under one name (`jest --selectProjects NAME`), with their own settings. */
interface JestProject {
  readonly name: string;
  readonly tests: readonly string[];
  readonly ignored?: readonly string[];
  readonly settings?: object;
}

const PROJECTS: readonly JestProject[] = [
  // Constructs, handler and protocol in this process only: no Terraform, no sandbox.
  { name: "unit", tests: testsIn(UNIT_FOLDERS) },
  // The constructs again, with the bindings of the newest supported AWS provider.
  withBindings("provider-aws-21", { "^@cdktf/provider-aws/(.*)$": "provider-aws-v21/$1" }),
  // The constructs with CDK Terrain and its oldest and newest supported bindings, as in cdktn-aws-signer.
  withBindings("cdktn", { "^cdktf$": "cdktn", "^@cdktf/provider-aws/(.*)$": "@cdktn/provider-aws/$1" }),
  withBindings("cdktn-newest", { "^cdktf$": "cdktn", "^@cdktf/provider-aws/(.*)$": "provider-aws-v25/$1" }),
  // The two compiled packages (`npx projen compile`).
  { name: "flavours", tests: testsIn(["flavours"]) },
  // All other tests. One sandbox serves the whole run.
  {
    name: "sandbox",
    tests: ["<rootDir>/test/**/*.test.ts"],
    ignored: [`<rootDir>/test/(${[...UNIT_FOLDERS, "flavours"].join("|")})/`],
    settings: {
      globalSetup: "<rootDir>/test/global-setup.ts",
      globalTeardown: "<rootDir>/test/global-teardown.ts",
    },
  },
];

/** The constructs' tests with other modules instead of cdktf and the oldest supported bindings. */
function withBindings(name: string, moduleNameMapper: Readonly<Record<string, string>>): JestProject {
  return { name, tests: testsIn(ROOM_FOLDERS), settings: { moduleNameMapper } };
}

function testsIn(folders: readonly string[]): string[] {
  return folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`);
}

/** Divides the tests among Jest's projects, so a unit test neither starts the sandbox nor waits for it. */
export class TestProjects extends Component {
  constructor(project: cdk.JsiiProject, handlerBundle: HandlerBundle) {
    super(project);
    const { config } = project.jest!;
    config.projects = PROJECTS.map(({ name, tests, ignored, settings }) => ({
      displayName: name,
      roots: ["<rootDir>/test"],
      testMatch: tests,
      testPathIgnorePatterns: ignored,
      transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "test/tsconfig.json" }] },
      clearMocks: true,
      ...settings,
    }));

    const unit = project.addTask("test:unit", { description: "Test constructs, handler and protocol by themselves" });
    unit.spawn(handlerBundle.task);
    // Jest treats every argument after this option as the name of a project.
    unit.exec('jest --ci "$@" --selectProjects unit', { receiveArgs: true });
    unit.env("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
  }
}
