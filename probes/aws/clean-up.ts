import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCommand,
  ListTagsCommand,
  paginateListCodeSigningConfigs,
  paginateListFunctions,
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
import { PREFIX, PROFILE_PREFIX, ROLE_PATH } from "./names";

/** What became of one thing that a run had created. */
export interface Removal {
  readonly what: string;
  /** Why it is still there. */
  readonly failure?: string;
}

/** Something that carries the prefix of this program. */
interface Leftover {
  readonly what: string;
  /** The run that its tag names. */
  readonly run: string | undefined;
  readonly remove: () => Promise<unknown>;
}

type Discovery = (clients: Clients) => AsyncGenerator<Leftover>;

/**
 * Removes what runs have created. It looks at the account, not at a list of its own, so it also finds what a run left that was
 * killed. Only what has both the prefix and the tag of this program is touched, and an empty bucket
 * that has only the name.
 *
 * @param run only what this run created. @default - whatever run it was
 */
export async function cleanUp(clients: Clients, run?: string): Promise<Removal[]> {
  const removals: Removal[] = [];
  // Functions before their code signing configs and roles.
  for (const discover of [functions, codeSigningConfigs, profiles, roles, buckets]) {
    removals.push(...(await removeAll(discover, clients, run)));
  }
  return removals;
}

async function removeAll(discover: Discovery, clients: Clients, run: string | undefined): Promise<Removal[]> {
  const removals: Removal[] = [];
  // Everything is found before anything is removed: a list that shrinks while it is read may lose its place.
  for (const leftover of await found(discover, clients, removals)) {
    if (run === undefined || leftover.run === run) removals.push(await remove(leftover));
  }
  return removals;
}

async function found(discover: Discovery, clients: Clients, failures: Removal[]): Promise<Leftover[]> {
  const leftovers: Leftover[] = [];
  try {
    for await (const leftover of discover(clients)) leftovers.push(leftover);
  } catch (error) {
    failures.push({ what: `all ${discover.name}`, failure: `cannot be listed: ${reason(error)}` });
  }
  return leftovers;
}

async function remove({ what, run, remove: removeIt }: Leftover): Promise<Removal> {
  if (run === undefined) return { what, failure: `has the prefix but not the tag ${PREFIX}: look at it yourself` };
  try {
    await removeIt();
    return { what };
  } catch (error) {
    return { what, failure: reason(error) };
  }
}

async function* functions({ lambda }: Clients): AsyncGenerator<Leftover> {
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    for (const { FunctionName = "", FunctionArn: Resource } of Functions.filter((each) => isOurs(each.FunctionName))) {
      const { Tags } = await lambda.send(new ListTagsCommand({ Resource }));
      yield {
        what: `function ${FunctionName}`,
        run: Tags?.[PREFIX],
        remove: async () => lambda.send(new DeleteFunctionCommand({ FunctionName })),
      };
    }
  }
}

async function* codeSigningConfigs({ lambda }: Clients): AsyncGenerator<Leftover> {
  for await (const { CodeSigningConfigs = [] } of paginateListCodeSigningConfigs({ client: lambda }, {})) {
    for (const { CodeSigningConfigArn } of CodeSigningConfigs.filter((each) => isOurs(each.Description))) {
      const { Tags } = await lambda.send(new ListTagsCommand({ Resource: CodeSigningConfigArn }));
      yield {
        what: `code signing config ${CodeSigningConfigArn}`,
        run: Tags?.[PREFIX],
        remove: async () => lambda.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn })),
      };
    }
  }
}

async function* profiles({ signer }: Clients): AsyncGenerator<Leftover> {
  for await (const { profiles: page = [] } of paginateListSigningProfiles({ client: signer }, {})) {
    for (const { profileName = "", tags } of page.filter((each) => each.profileName?.startsWith(PROFILE_PREFIX))) {
      yield {
        what: `signing profile ${profileName} (canceled; its name stays taken)`,
        run: tags?.[PREFIX],
        remove: async () => signer.send(new CancelSigningProfileCommand({ profileName })),
      };
    }
  }
}

async function* roles({ iam }: Clients): AsyncGenerator<Leftover> {
  const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: ROLE_PATH, MaxItems: 1000 }));
  for (const { RoleName = "" } of Roles.filter((each) => isOurs(each.RoleName))) {
    const { Tags = [] } = await iam.send(new ListRoleTagsCommand({ RoleName }));
    yield {
      what: `role ${RoleName}`,
      run: Tags.find(({ Key }) => Key === PREFIX)?.Value,
      remove: async () => {
        const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
        for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
        await iam.send(new DeleteRoleCommand({ RoleName }));
      },
    };
  }
}

/**
 * A bucket gets its tag after it is created. One that a crash left in between has the name that a run gives, and is empty:
 * S3 itself refuses to delete a bucket with objects.
 */
async function* buckets({ s3 }: Clients): AsyncGenerator<Leftover> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket = "" } of Buckets.filter((each) => isOurs(each.Name))) {
    const tag = await tagOfBucket(s3, Bucket);
    yield {
      what: `bucket ${Bucket}, with its objects`,
      run: tag ?? runIn(Bucket),
      remove: async () => {
        if (tag !== undefined) await empty(s3, Bucket);
        await s3.send(new DeleteBucketCommand({ Bucket }));
      },
    };
  }
}

async function tagOfBucket(s3: Clients["s3"], Bucket: string): Promise<string | undefined> {
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    return TagSet.find(({ Key }) => Key === PREFIX)?.Value;
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
function runIn(name: string): string | undefined {
  return new RegExp(`^${PREFIX}-([0-9a-f]{8})-`).exec(name)?.[1];
}

function isOurs(name: string | undefined): boolean {
  return name?.startsWith(`${PREFIX}-`) ?? false;
}

function reason(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message}`;
}
