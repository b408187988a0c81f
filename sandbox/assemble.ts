import { join } from "node:path";
import { AdminApi } from "./admin/admin-api";
import { BackendAuthorizer } from "./aws-ports/authorizer";
import { BackendCertificateStore } from "./aws-ports/certificate-store";
import { BackendObjectStore } from "./aws-ports/object-store";
import { BackendClient } from "./backend/backend-client";
import { resetBackend } from "./backend/reset-backend";
import { CallLog } from "./calls/call-log";
import type { RecordedCall } from "./calls/recorded-call";
import { FaultRegistry } from "./faults/fault-registry";
import { InjectedJobFaults } from "./faults/job-faults";
import { RequestFaults } from "./faults/request-faults";
import { Authentication } from "./gateway/authentication";
import { BackendProxy } from "./gateway/backend-proxy";
import { CallerIdentity } from "./gateway/caller-identity";
import { CredentialBook } from "./gateway/credential-book";
import type { GatewayParts } from "./gateway/gateway";
import { OwnServices } from "./gateway/own-services";
import { PassThrough } from "./gateway/pass-through";
import { SignerSubjects } from "./gateway/signer-subject";
import { CodeSigningConfigs } from "./lambda/code-signing/code-signing-configs";
import { DeploymentPackages } from "./lambda/deployment-packages";
import { Deployments } from "./lambda/deployments";
import { ExecutionRoles } from "./lambda/execution-role";
import { FunctionPool } from "./lambda/function-pool";
import { Invoker } from "./lambda/invoke";
import { LambdaService } from "./lambda/lambda-service";
import { LayerFolders } from "./lambda/layer-folders";
import { Layers } from "./lambda/layers";
import { FunctionLogs } from "./lambda/log/function-logs";
import { RoleSessions } from "./lambda/role-session";
import type { Persistent } from "./persistence/persistent";
import type { StateFile } from "./persistence/state-file";
import { SignatureAuthority, type RootPem } from "./signature";
import { createSigner } from "./signer";

export interface AssemblyOptions {
  /** Where clients reach the gateway, and functions AWS. */
  readonly endpointUrl: string;
  readonly backendUrl: string;
  /** Where the code of functions is unpacked. */
  readonly folder: string;
  readonly jobSeconds: number;
  readonly log: (line: string) => void;
  readonly onCall?: (call: RecordedCall) => void;
  /** State of earlier runs. @default - nothing is kept */
  readonly stateFile?: StateFile;
}

export interface Assembly {
  readonly parts: GatewayParts;
  /** Ends the processes and connections of the parts. */
  close(): Promise<void>;
}

/** Puts the parts of a sandbox together. */
export function assemble(options: AssemblyOptions): Assembly {
  const backend = new BackendClient(options.backendUrl);
  const proxy = new BackendProxy(options.backendUrl);
  const calls = new CallLog(options.onCall);
  const faults = new FaultRegistry();
  const requestFaults = new RequestFaults(faults);
  const credentials = new CredentialBook();
  const identity = new CallerIdentity(backend);
  const signerSubjects = new SignerSubjects();
  const authorizer = new BackendAuthorizer(backend);
  const saved = options.stateFile?.read();
  const signatures = saved ? SignatureAuthority.load(saved.root as RootPem) : SignatureAuthority.create();
  const logs = new FunctionLogs();
  const pool = new FunctionPool();
  const objects = new BackendObjectStore(backend);
  const packages = new DeploymentPackages(join(options.folder, "functions"));
  const roles = new ExecutionRoles(backend, authorizer);
  const codeSigningConfigs = new CodeSigningConfigs();

  const signer = createSigner({
    objects,
    authorizer,
    certificates: new BackendCertificateStore(backend),
    faults: new InjectedJobFaults(faults, options.jobSeconds, () => ownServices.currentAccountId()),
    clock: { now: () => new Date() },
    signatures,
  });
  const rootPem = signatures.exportRoot().certificate;
  const trust = { rootPem, isRevoked: signer.isSignatureRevoked };
  const layers = new Layers({ backend, objects, trust });
  const layerFolders = new LayerFolders(join(options.folder, "layers"), layers);
  const invoker = new Invoker({
    backend,
    authorizer,
    packages,
    layerFolders,
    pool,
    roles: new RoleSessions(backend, credentials, roles),
    logs,
    endpointUrl: options.endpointUrl,
  });
  const { log } = options;
  const configs = codeSigningConfigs;
  const deployments = new Deployments({ backend, configs, layers, log, objects, packages, pool, roles, trust });
  const ownServices = new OwnServices({
    signer: { handle: async ({ request }) => signer.handle(request) },
    signerOperation: (method, path) => signer.operationOf(method, path),
    lambda: new LambdaService({ backend, authorizer, invoker, deployments, layers, codeSigningConfigs }),
    authentication: new Authentication(credentials, identity),
    proxy,
    signerSubjects,
    faults: requestFaults,
    calls,
  });
  const memory: Record<string, Persistent> = {
    ...signer.memory,
    ...{ codeSigningConfigs, credentials, deployments, layers },
    root: { snapshot: () => signatures.exportRoot(), restore: () => undefined },
  };
  if (saved) Object.entries(memory).forEach(([name, part]) => part.restore(saved[name] as never));
  const admin = new AdminApi({
    faults,
    calls,
    signingRootPem: rootPem,
    functionLog: (accountId, functionName) => logs.of(accountId, functionName),
    reset: async () => {
      await resetBackend(options.backendUrl);
      await pool.endAll();
      signer.reset();
      for (const known of [credentials, identity, signerSubjects]) known.forgetAll();
      for (const record of [faults, logs, codeSigningConfigs, deployments, layers, layerFolders]) record.clear();
      calls.clear({});
    },
  });

  return {
    parts: { admin, ownServices, passThrough: new PassThrough(proxy, credentials, requestFaults, calls) },
    close: async () => {
      options.stateFile?.write(memory);
      signer.reset();
      await pool.endAll();
      proxy.close();
      backend.close();
    },
  };
}
