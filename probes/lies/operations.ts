/** The parts of a request as a server sees it. */
export interface OperationRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Signing name of the service, such as `signer`. */
  readonly service: string;
}

interface Route {
  readonly service: string;
  readonly method: string;
  readonly path: RegExp;
}

const FUNCTIONS = "/2015-03-31/functions";

/** The operations whose answers lies change. */
const ROUTES = {
  AddProfilePermission: route("signer", "POST", "/signing-profiles/[^/]+/permissions"),
  CancelSigningProfile: route("signer", "DELETE", "/signing-profiles/[^/]+"),
  DescribeSigningJob: route("signer", "GET", "/signing-jobs/[^/]+"),
  GetRevocationStatus: route("signer", "GET", "/revocations"),
  GetSigningPlatform: route("signer", "GET", "/signing-platforms/[^/]+"),
  GetSigningProfile: route("signer", "GET", "/signing-profiles/[^/]+"),
  ListProfilePermissions: route("signer", "GET", "/signing-profiles/[^/]+/permissions"),
  ListSigningJobs: route("signer", "GET", "/signing-jobs"),
  ListSigningPlatforms: route("signer", "GET", "/signing-platforms"),
  ListSigningProfiles: route("signer", "GET", "/signing-profiles"),
  PutSigningProfile: route("signer", "PUT", "/signing-profiles/[^/]+"),
  RemoveProfilePermission: route("signer", "DELETE", "/signing-profiles/[^/]+/permissions/[^/]+"),
  RevokeSignature: route("signer", "PUT", "/signing-jobs/[^/]+/revoke"),
  RevokeSigningProfile: route("signer", "PUT", "/signing-profiles/[^/]+/revoke"),
  StartSigningJob: route("signer", "POST", "/signing-jobs"),
  TagResource: route("signer", "POST", "/tags/[^/]+"),
  CreateFunction: route("lambda", "POST", FUNCTIONS),
  GetFunctionConfiguration: route("lambda", "GET", `${FUNCTIONS}/[^/]+/configuration`),
  ListFunctions: route("lambda", "GET", FUNCTIONS),
  GetLayerVersionByArn: route("lambda", "GET", "/2018-10-31/layers"),
  GetCodeSigningConfig: route("lambda", "GET", "/2020-04-22/code-signing-configs/[^/]+"),
  DeleteCodeSigningConfig: route("lambda", "DELETE", "/2020-04-22/code-signing-configs/[^/]+"),
  UpdateFunctionCode: route("lambda", "PUT", `${FUNCTIONS}/[^/]+/code`),
  UpdateFunctionConfiguration: route("lambda", "PUT", `${FUNCTIONS}/[^/]+/configuration`),
  GetObject: route("s3", "GET", "/.+/.+"),
} as const;

export type OperationName = keyof typeof ROUTES;

export function operationOf({ service, method, path }: OperationRequest): OperationName | undefined {
  const found = Object.entries(ROUTES).find(
    ([, candidate]) => candidate.service === service && candidate.method === method && candidate.path.test(path),
  );
  return found?.[0] as OperationName | undefined;
}

function route(service: string, method: string, pattern: string): Route {
  return { service, method, path: new RegExp(`^${pattern}/?$`) };
}
