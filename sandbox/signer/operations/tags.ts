import { TAG_COUNT, TAG_KEY, TAG_VALUE } from "../constraints";
import type { SignerContext } from "../context";
import { badRequest, notFound } from "../errors";
import type { InputSections, Call, Operation } from "../operation";
import type { SigningProfile } from "../state";

const PROFILE_ARN = /^arn:[a-z-]+:signer:([a-z0-9-]+):(\d{12}):\/signing-profiles\/([A-Za-z0-9_]{2,64})$/;

export function tagOperations(context: SignerContext): Operation[] {
  return [listTagsForResource(context), tagResource(context), untagResource(context)];
}

function listTagsForResource(context: SignerContext): Operation {
  return {
    name: "ListTagsForResource",
    method: "GET",
    path: "/tags/{resourceArn}",
    handle: async (call) => {
      const { resourceArn } = call.input.read(readResource, badRequest);
      const profile = await findProfile(context, call, "ListTagsForResource", resourceArn);
      return { tags: Object.fromEntries(profile.tags) };
    },
  };
}

function tagResource(context: SignerContext): Operation {
  return {
    name: "TagResource",
    method: "POST",
    path: "/tags/{resourceArn}",
    handle: async (call) => {
      const { resourceArn, tags } = call.input.read(
        (sections) => ({
          ...readResource(sections),
          tags: sections.body.textMap("tags", TAG_KEY, TAG_VALUE, TAG_COUNT),
        }),
        badRequest,
      );
      const requested = [...tags].map(([key, value]) => [`aws:RequestTag/${key}`, value]);
      const profile = await findProfile(context, call, "TagResource", resourceArn, Object.fromEntries(requested));
      if (new Set([...profile.tags.keys(), ...tags.keys()]).size > TAG_COUNT.max) {
        throw badRequest(`A signing profile cannot have more than ${TAG_COUNT.max} tags`);
      }
      tags.forEach((value, key) => profile.tags.set(key, value));
      return {};
    },
  };
}

function untagResource(context: SignerContext): Operation {
  return {
    name: "UntagResource",
    method: "DELETE",
    path: "/tags/{resourceArn}",
    handle: async (call) => {
      const { resourceArn, tagKeys } = call.input.read(
        (sections) => ({ ...readResource(sections), tagKeys: sections.query.textList("tagKeys", TAG_KEY, TAG_COUNT) }),
        badRequest,
      );
      const profile = await findProfile(context, call, "UntagResource", resourceArn);
      tagKeys.forEach((key) => profile.tags.delete(key));
      return {};
    },
  };
}

function readResource({ path }: InputSections): { resourceArn: string } {
  return { resourceArn: path.text("resourceArn") };
}

/** The tags of a canceled profile cannot be changed. Measured by a third party; the sandbox chose the texts. */
async function findProfile(
  { access }: SignerContext,
  { caller, region }: Call,
  operation: string,
  resourceArn: string,
  context: Record<string, string> = {},
): Promise<SigningProfile> {
  const [, arnRegion, owner, name] = PROFILE_ARN.exec(resourceArn) ?? [];
  if (name === undefined) throw badRequest(`${resourceArn} is not the ARN of a signing profile`);
  const reference = { region: arnRegion, owner, name };
  const profile = await access.requireProfile(caller, operation, reference, context);
  if (profile === undefined || arnRegion !== region) throw notFound(`${resourceArn} does not exist in ${region}`);
  if (profile.status === "Canceled") throw badRequest(`Signing profile ${name} is canceled`);
  return profile;
}
