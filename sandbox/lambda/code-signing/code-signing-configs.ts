import { randomBytes } from "node:crypto";
import { userError } from "../lambda-error";

export type UntrustedArtifactPolicy = "Warn" | "Enforce";

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CodeSigningConfig.html */
export interface CodeSigningConfig {
  readonly CodeSigningConfigId: string;
  readonly CodeSigningConfigArn: string;
  readonly Description?: string;
  readonly AllowedPublishers: { readonly SigningProfileVersionArns: readonly string[] };
  readonly CodeSigningPolicies: { readonly UntrustedArtifactOnDeployment: UntrustedArtifactPolicy };
  readonly LastModified: string;
}

export type CodeSigningConfigSettings = Pick<
  CodeSigningConfig,
  "Description" | "AllowedPublishers" | "CodeSigningPolicies"
>;

interface StoredConfig {
  config: CodeSigningConfig;
  tags: Readonly<Record<string, string>>;
}

interface SavedConfigs {
  readonly configs: ReadonlyMap<string, StoredConfig>;
  readonly attached: ReadonlyMap<string, string>;
}

/** Where a function is: account, region and name. */
export interface FunctionLocation {
  readonly accountId: string;
  readonly region: string;
  readonly functionName: string;
}

/** Lambda's code signing configs, and which functions they are attached to. */
export class CodeSigningConfigs {
  /** By ARN. */
  private readonly configs = new Map<string, StoredConfig>();
  /** The ARN of the config of a function, by the function's ARN. */
  private readonly attached = new Map<string, string>();

  public create(
    accountId: string,
    region: string,
    settings: CodeSigningConfigSettings,
    tags: Readonly<Record<string, string>>,
  ): CodeSigningConfig {
    const CodeSigningConfigId = `csc-0${randomBytes(8).toString("hex")}`;
    const CodeSigningConfigArn = `arn:aws:lambda:${region}:${accountId}:code-signing-config:${CodeSigningConfigId}`;
    const config = { CodeSigningConfigId, CodeSigningConfigArn, ...settings, LastModified: now() };
    this.configs.set(CodeSigningConfigArn, { config, tags });
    return config;
  }

  /** @throws AwsError 404 ResourceNotFoundException */
  public get(arn: string): CodeSigningConfig {
    return this.stored(arn).config;
  }

  public list(accountId: string, region: string): CodeSigningConfig[] {
    const prefix = `arn:aws:lambda:${region}:${accountId}:`;
    return [...this.configs.values()]
      .map(({ config }) => config)
      .filter((config) => config.CodeSigningConfigArn.startsWith(prefix));
  }

  public update(arn: string, settings: Partial<CodeSigningConfigSettings>): CodeSigningConfig {
    const stored = this.stored(arn);
    stored.config = { ...stored.config, ...settings, LastModified: now() };
    return stored.config;
  }

  /** @throws AwsError 409 ResourceConflictException while functions use it */
  public delete(arn: string): void {
    this.stored(arn);
    const users = this.functionsOf(arn);
    if (users.length > 0) {
      const message = `Code Signing Config ${arn} cannot be deleted while functions use it: ${users.join(", ")}.`;
      throw userError(409, "ResourceConflictException", message);
    }
    this.configs.delete(arn);
  }

  public tagsOf(arn: string): Readonly<Record<string, string>> {
    return this.stored(arn).tags;
  }

  public setTags(arn: string, tags: Readonly<Record<string, string>>): void {
    this.stored(arn).tags = tags;
  }

  /**
   * The config that a function will get.
   *
   * @throws AwsError 404 CodeSigningConfigNotFoundException
   */
  public requireAttachable(arn: string): CodeSigningConfig {
    const stored = this.configs.get(arn);
    if (stored) return stored.config;
    throw userError(
      404,
      "CodeSigningConfigNotFoundException",
      `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
    );
  }

  /** @throws AwsError 404 CodeSigningConfigNotFoundException */
  public attach(place: FunctionLocation, arn: string): void {
    this.requireAttachable(arn);
    this.attached.set(functionArn(place), arn);
  }

  public detach(place: FunctionLocation): void {
    this.attached.delete(functionArn(place));
  }

  public attachedTo(place: FunctionLocation): CodeSigningConfig | undefined {
    const arn = this.attached.get(functionArn(place));
    return arn === undefined ? undefined : this.get(arn);
  }

  public functionsOf(arn: string): string[] {
    this.stored(arn);
    return [...this.attached].filter(([, config]) => config === arn).map(([name]) => name);
  }

  public snapshot(): SavedConfigs {
    return { configs: this.configs, attached: this.attached };
  }

  public restore({ configs, attached }: SavedConfigs): void {
    configs.forEach((config, arn) => this.configs.set(arn, config));
    attached.forEach((arn, place) => this.attached.set(place, arn));
  }

  public clear(): void {
    this.configs.clear();
    this.attached.clear();
  }

  private stored(arn: string): StoredConfig {
    const stored = this.configs.get(arn);
    if (stored) return stored;
    throw userError(404, "ResourceNotFoundException", `The code signing configuration cannot be found: ${arn}.`);
  }
}

export function functionArn({ accountId, region, functionName }: FunctionLocation): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${functionName}`;
}

function now(): string {
  return new Date().toISOString().replace("Z", "+0000");
}
