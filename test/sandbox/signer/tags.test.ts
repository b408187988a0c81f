import {
  CancelSigningProfileCommand,
  GetSigningProfileCommand,
  ListTagsForResourceCommand,
  SignerClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-signer";
import { errorOf, OWNER, profileArn, putProfile, REGION, roleArn, SignerService } from "./signer-service";

let service: SignerService;
let client: SignerClient;
const resourceArn = profileArn("app");

beforeEach(async () => {
  service = await SignerService.start();
  client = service.root();
  await putProfile(client, "app");
});
afterEach(async () => service.close());

async function tagsOf(arn = resourceArn): Promise<Record<string, string> | undefined> {
  return (await client.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags;
}

it("adds, replaces and removes tags of a profile", async () => {
  expect(await tagsOf()).toEqual({});
  await client.send(new TagResourceCommand({ resourceArn, tags: { key1: "value1", "a:b/c": "", year2026: "x" } }));
  await client.send(new TagResourceCommand({ resourceArn, tags: { key1: "value2" } }));
  expect(await tagsOf()).toEqual({ key1: "value2", "a:b/c": "", year2026: "x" });
  await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["key1", "a:b/c", "never-there"] }));
  expect(await tagsOf()).toEqual({ year2026: "x" });
  await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["year2026"] }));
  const { tags } = await client.send(new GetSigningProfileCommand({ profileName: "app" }));
  expect(tags).toEqual({});
});

it.each([
  ["a reserved key", { "aws:team": "x" }],
  ["an empty key", { "": "x" }],
  ["a key with a blank", { "my team": "x" }],
  ["a value that is too long", { team: "x".repeat(257) }],
  ["no tag at all", {}],
  ["201 tags", Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`key${index}`, ""]))],
])("refuses %s", async (_what, tags) => {
  const error = await errorOf(client.send(new TagResourceCommand({ resourceArn, tags })));
  expect(error).toMatchObject({ name: "BadRequestException", $metadata: { httpStatusCode: 400 } });
  expect(await tagsOf()).toEqual({});
});

it("refuses more than 200 tags in sum", async () => {
  const tags = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`key${index}`, ""]));
  await client.send(new TagResourceCommand({ resourceArn, tags }));
  const error = await errorOf(client.send(new TagResourceCommand({ resourceArn, tags: { more: "" } })));
  expect(error.name).toBe("BadRequestException");
});

it.each([
  ["an unknown profile", profileArn("unknown"), "NotFoundException"],
  ["a profile of another Region", resourceArn.replace(REGION, "us-west-2"), "NotFoundException"],
  ["a profile version", `${resourceArn}/0123456789`, "BadRequestException"],
  ["what is no ARN", "app", "BadRequestException"],
])("refuses to tag %s", async (_what, arn, name) => {
  await putProfile(service.root(OWNER, "us-west-2"), "app");
  expect((await errorOf(tagsOf(arn))).name).toBe(name);
  const tag = new TagResourceCommand({ resourceArn: arn, tags: { a: "b" } });
  expect((await errorOf(client.send(tag))).name).toBe(name);
  const untag = new UntagResourceCommand({ resourceArn: arn, tagKeys: ["a"] });
  expect((await errorOf(client.send(untag))).name).toBe(name);
});

it("refuses a profile that is canceled", async () => {
  await client.send(new CancelSigningProfileCommand({ profileName: "app" }));
  expect((await errorOf(tagsOf())).name).toBe("BadRequestException");
});

it("requires permission to tag this profile, and shows the tags to the policy", async () => {
  const role = service.role("tagger");
  const command = new TagResourceCommand({ resourceArn, tags: { team: "a" } });
  expect((await errorOf(role.send(command))).name).toBe("AccessDeniedException");
  service.authorizer.allow(roleArn("tagger"), "signer:TagResource", resourceArn);
  await role.send(command);
  expect(service.authorizer.questions.at(-1)?.context).toMatchObject({ "aws:RequestTag/team": "a" });
});
