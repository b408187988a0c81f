import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  ListLayerVersionsCommand,
  ListTagsCommand,
  paginateListCodeSigningConfigs,
  paginateListFunctions,
  paginateListLayers,
} from "@aws-sdk/client-lambda";
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import { CancelSigningProfileCommand, paginateListSigningProfiles } from "@aws-sdk/client-signer";
import type { Clients } from "./clients";
import { PROBE_NAMING, type Naming } from "./names";

/** The removal of one thing that a run had created. */
export interface Removal {
  readonly what: string;
  /** Why it is still there. */
  readonly failure?: string;
}

/** Something whose name has the prefix. */
interface Leftover {
  readonly what: string;
  /** The run that its tag names. */
  readonly run: string | undefined;
  readonly remove: () => Promise<unknown>;
}

type Discovery = (clients: Clients, naming: Naming) => AsyncGenerator<Leftover>;

/**
 * Removes what runs have created. It looks at the account, not at a list of its own, so it also finds what a killed run
 * left. It touches only what has both the prefix and the tag, an empty bucket that has only the prefix, and layers,
 * which cannot have tags.
 *
 * @param run only what this run created. @default - all runs
 */
export async function cleanUp(clients: Clients, run?: string, naming = PROBE_NAMING): Promise<Removal[]> {
  const removals: Removal[] = [];
  // Functions before their code signing configs, layers and roles.
  for (const discover of [functions, codeSigningConfigs, layers, profiles, roles, buckets]) {
    // Everything is found before anything is removed: a list that shrinks while it is read may lose its place.
    for (const leftover of await found(discover, clients, naming, removals)) {
      if (run === undefined || leftover.run === run) removals.push(await remove(leftover, naming));
    }
  }
  return removals;
}

async function found(discover: Discovery, clients: Clients, naming: Naming, failures: Removal[]): Promise<Leftover[]> {
  const leftovers: Leftover[] = [];
  try {
    for await (const leftover of discover(clients, naming)) leftovers.push(leftover);
  } catch (error) {
    failures.push({ what: `all ${discover.name}`, failure: `cannot be listed: ${reason(error)}` });
  }
  return leftovers;
}

async function remove({ what, run, remove: removeIt }: Leftover, { prefix }: Naming): Promise<Removal> {
  if (run === undefined) return { what, failure: `has the prefix but not the tag ${prefix}: check it yourself` };
  try {
    await removeIt();
    return { what };
  } catch (error) {
    return { what, failure: reason(error) };
  }
}

async function* functions({ lambda }: Clients, naming: Naming): AsyncGenerator<Leftover> {
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    const ours = Functions.filter((each) => hasPrefix(each.FunctionName, naming));
    for (const { FunctionName = "", FunctionArn: Resource } of ours) {
      const { Tags } = await lambda.send(new ListTagsCommand({ Resource }));
      yield {
        what: `function ${FunctionName}`,
        run: Tags?.[naming.prefix],
        remove: async () => lambda.send(new DeleteFunctionCommand({ FunctionName })),
      };
    }
  }
}

async function* codeSigningConfigs({ lambda }: Clients, naming: Naming): AsyncGenerator<Leftover> {
  for await (const { CodeSigningConfigs = [] } of paginateListCodeSigningConfigs({ client: lambda }, {})) {
    for (const { CodeSigningConfigArn } of CodeSigningConfigs.filter((each) => hasPrefix(each.Description, naming))) {
      const { Tags } = await lambda.send(new ListTagsCommand({ Resource: CodeSigningConfigArn }));
      yield {
        what: `code signing config ${CodeSigningConfigArn}`,
        run: Tags?.[naming.prefix],
        remove: async () => lambda.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn })),
      };
    }
  }
}

async function* layers({ lambda }: Clients, naming: Naming): AsyncGenerator<Leftover> {
  for await (const { Layers = [] } of paginateListLayers({ client: lambda }, {})) {
    for (const { LayerName = "" } of Layers.filter((each) => hasPrefix(each.LayerName, naming))) {
      yield {
        what: `layer ${LayerName}`,
        run: runIn(LayerName, naming),
        remove: async () => {
          const { LayerVersions = [] } = await lambda.send(new ListLayerVersionsCommand({ LayerName }));
          for (const { Version: VersionNumber } of LayerVersions) {
            await lambda.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber }));
          }
        },
      };
    }
  }
}

async function* profiles({ signer }: Clients, naming: Naming): AsyncGenerator<Leftover> {
  for await (const { profiles: page = [] } of paginateListSigningProfiles({ client: signer }, {})) {
    const ours = page.filter((each) => each.profileName?.startsWith(`${naming.profilePrefix}_`));
    for (const { profileName = "", tags } of ours) {
      yield {
        what: `signing profile ${profileName} (canceled; its name stays taken)`,
        run: tags?.[naming.prefix],
        remove: async () => signer.send(new CancelSigningProfileCommand({ profileName })),
      };
    }
  }
}

async function* roles({ iam }: Clients, naming: Naming): AsyncGenerator<Leftover> {
  const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: naming.rolePath, MaxItems: 1000 }));
  for (const { RoleName = "" } of Roles.filter((each) => hasPrefix(each.RoleName, naming))) {
    const { Tags = [] } = await iam.send(new ListRoleTagsCommand({ RoleName }));
    yield {
      what: `role ${RoleName}`,
      run: Tags.find(({ Key }) => Key === naming.prefix)?.Value,
      remove: async () => {
        const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
        const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
        for (const { PolicyArn } of AttachedPolicies) {
          await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
        }
        for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
        await iam.send(new DeleteRoleCommand({ RoleName }));
      },
    };
  }
}

/**
 * A bucket gets its tag after it is created. A bucket that a crash left in between has the name that a run gives, and is
 * empty: S3 itself refuses to delete a bucket with objects.
 */
async function* buckets({ s3 }: Clients, naming: Naming): AsyncGenerator<Leftover> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket = "" } of Buckets.filter((each) => hasPrefix(each.Name, naming))) {
    const tag = await tagOfBucket(s3, Bucket, naming);
    yield {
      what: `bucket ${Bucket}, with its objects`,
      run: tag ?? runIn(Bucket, naming),
      remove: async () => {
        if (tag !== undefined) await empty(s3, Bucket);
        await s3.send(new DeleteBucketCommand({ Bucket }));
      },
    };
  }
}

async function tagOfBucket(s3: Clients["s3"], Bucket: string, { prefix }: Naming): Promise<string | undefined> {
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    return TagSet.find(({ Key }) => Key === prefix)?.Value;
  } catch (error) {
    if ((error as Error).name === "NoSuchTagSet") return undefined;
    throw error;
  }
}

async function empty(s3: Clients["s3"], Bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const versions = [...Versions, ...DeleteMarkers];
    if (versions.length === 0) return;
    for (const { Key, VersionId } of versions) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
}

/** The run that gave a name. */
function runIn(name: string, { prefix }: Naming): string | undefined {
  return new RegExp(`^${prefix}-([0-9a-f]{8})-`).exec(name)?.[1];
}

function hasPrefix(name: string | undefined, { prefix }: Naming): boolean {
  return name?.startsWith(`${prefix}-`) ?? false;
}

function reason(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message}`;
}
