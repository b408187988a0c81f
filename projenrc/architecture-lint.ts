import { Component, cdk } from "projen";

/**
 * The rooms of `src`. A room imports from the rooms above it and from `protocol`, never from its own row or below.
 * `docs/architecture.md` shows this list as a diagram.
 */
export const ROOMS: readonly (readonly string[])[] = [
  ["terraform"],
  ["validation"],
  ["profile", "s3"],
  ["role"],
  ["function"],
  ["job"],
  ["code-signing"],
];

/** One restriction of `import/no-restricted-paths`: files in `target` must not import from `from`. */
interface Zone {
  readonly target: string;
  readonly from: string;
  readonly except?: readonly string[];
  readonly message?: string;
}

/**
 * Keeps every import in `src` pointing in one direction: to rooms above, and to the wire contract in `protocol`. The
 * handler imports only the contract.
 *
 * The root import of `@cdktf/provider-aws` is refused everywhere: it loads every resource of the provider (seconds and
 * hundreds of megabytes per process), whereas a deep import loads one.
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
      "import/no-restricted-paths": ["error", { zones: zones() }],
      "import/no-cycle": "error",
    });
    // The examples import the library by its name, as users do. Their tsconfig.json maps that name to `src`.
    project.eslint?.addRules({ "import/no-unresolved": ["error", { ignore: ["^cdktf-aws-signer$"] }] });
    project.eslint?.allowDevDeps("src/handler/**");
  }
}

function zones(): Zone[] {
  return [
    onlyImports("protocol", []),
    onlyImports("handler", ["protocol"]),
    ...ROOMS.flatMap((row, index) =>
      row.map((room) => onlyImports(room, ["protocol", ...ROOMS.slice(0, index).flat()])),
    ),
    { target: "./src", from: "./sandbox" },
    { target: "./sandbox", from: "./src" },
  ];
}

function onlyImports(room: string, others: readonly string[]): Zone {
  const rooms = [room, ...others];
  return {
    target: `./src/${room}`,
    from: "./src",
    except: rooms.map((each) => `./${each}`),
    message: `src/${room} may import from these folders of src only: ${rooms.join(", ")}.`,
  };
}
