/** The fields of a `package.json` that the flavours differ in, or that only a repository needs. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly keywords: readonly string[];
  readonly jsii: { readonly outdir: string; readonly targets: Record<string, object> };
  readonly [field: string]: unknown;
}

/** What users of CDK Terrain bring along. The oldest versions are those that the flavour is compiled with. */
const PEERS = {
  "@cdktn/provider-aws": { range: ">=25.5.0 <26.0.0", oldest: "25.5.0" },
  cdktn: { range: "^0.24.0", oldest: "0.24.0" },
  constructs: { range: ">=10.6.0 <10.8.0", oldest: "10.6.0" },
};

/** Name of the package in each language. */
const TARGETS = {
  java: {
    package: "io.github.cdktn_aws_signer",
    maven: { groupId: "io.github.cdktf-aws-signer", artifactId: "cdktn-aws-signer" },
  },
  python: { distName: "cdktn-aws-signer", module: "cdktn_aws_signer" },
  dotnet: { namespace: "CdktnAwsSigner", packageId: "CdktnAwsSigner" },
  // In the repository of the other flavour, because a release publishes all modules to one repository.
  go: { moduleName: "github.com/cdktf-aws-signer/cdktf-aws-signer-go", packageName: "cdktnawssigner" },
};

/** Fields of the repository's own `package.json` that are the same in every flavour. */
const SHARED = [
  "repository",
  "author",
  "license",
  "version",
  "stability",
  "publishConfig",
  "main",
  "types",
  "dependencies",
  "bundledDependencies",
] as const;

/** The `package.json` of the flavour for CDK Terrain. */
export function cdktnManifest(manifest: Manifest): Manifest {
  return {
    name: "cdktn-aws-signer",
    description:
      "CDK Terrain constructs that sign code with AWS Signer during `cdktn deploy`: signing profiles, permissions and signing jobs.",
    keywords: manifest.keywords.map((keyword) => (keyword === "cdktf" ? "cdktn" : keyword)),
    ...Object.fromEntries(SHARED.map((field) => [field, manifest[field]])),
    version: manifest.version,
    engines: { node: ">= 22.11.0" },
    peerDependencies: mapValues(PEERS, ({ range }) => range),
    devDependencies: mapValues(PEERS, ({ oldest }) => oldest),
    files: (manifest.files as string[]).filter((path) => path !== "/API.md"),
    // Next to the packages of the other flavour, because a release publishes everything in this folder.
    jsii: { ...manifest.jsii, outdir: "../../dist", targets: TARGETS },
  };
}

function mapValues<T, R>(values: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
