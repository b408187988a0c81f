import { MAX_RESULTS, NOT_EMPTY } from "../constraints";
import type { SignerContext } from "../context";
import { resourceNotFound } from "../errors";
import type { Operation } from "../operation";
import { paginate } from "../pagination";
import { findPlatform, PLATFORMS } from "../platforms";

export function platformOperations(context: SignerContext): Operation[] {
  return [getSigningPlatform(context), listSigningPlatforms(context)];
}

function getSigningPlatform({ access }: SignerContext): Operation {
  return {
    name: "GetSigningPlatform",
    method: "GET",
    path: "/signing-platforms/{platformId}",
    handle: async ({ caller, input }) => {
      const { platformId } = input.read(({ path }) => ({ platformId: path.text("platformId", NOT_EMPTY) }));
      await access.require(caller, "GetSigningPlatform", "*");
      const platform = findPlatform(platformId);
      if (platform === undefined) throw resourceNotFound(`Platform with id ${platformId} does not exist`);
      return platform;
    },
  };
}

function listSigningPlatforms({ access }: SignerContext): Operation {
  return {
    name: "ListSigningPlatforms",
    method: "GET",
    path: "/signing-platforms",
    handle: async ({ caller, input }) => {
      const { category, partner, target, maxResults, nextToken } = input.read(({ query }) => ({
        category: query.optionalText("category"),
        partner: query.optionalText("partner"),
        target: query.optionalText("target"),
        maxResults: query.optionalInteger("maxResults", MAX_RESULTS),
        nextToken: query.optionalText("nextToken"),
      }));
      await access.require(caller, "ListSigningPlatforms", "*");
      const is = (wanted: string | undefined, actual: string | undefined): boolean =>
        wanted === undefined || wanted === actual;
      const platforms = PLATFORMS.filter(
        (platform) => is(category, platform.category) && is(partner, platform.partner) && is(target, platform.target),
      );
      const page = paginate(platforms, (platform) => platform.platformId, maxResults, nextToken);
      return { platforms: page.items, nextToken: page.nextToken };
    },
  };
}
