import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { ITerraformDependable, TerraformProvider, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { AssetFolder, stacksOf } from "./asset-folder";
import { dependsOn } from "../../terraform/depends-on";
import { plainText, plainTexts } from "../../terraform/hcl";
import { onlyAsJson } from "../../terraform/json-only";
import { TerraformData } from "../../terraform/terraform-data";
import { resolvedText } from "../../terraform/tokens";
import { ValidationError } from "../../validation/errors";

/** Options for storing the content of an asset. */
export interface AssetLocation {
  readonly bucket: string;
  readonly keyPrefix: string;
  /** Identifies the content. */
  readonly fileName: string;
  readonly kmsKeyArn?: string;
  readonly tags?: { readonly [key: string]: string };
  readonly provider?: TerraformProvider;
}

/**
 * The content of an asset in a bucket.
 *
 * A folder has one for each content, regardless of its users in the stack, because Terraform must not have two
 * resources for one object: removing one of them would delete the object of the other.
 */
export class StoredAsset extends Construct {
  /** @param path of the content for Terraform */
  public static of(scope: Construct, location: AssetLocation, path: string): StoredAsset {
    const folder = AssetFolder.of(scope, location.bucket, location.keyPrefix);
    const id = createHash("sha256").update(location.fileName).digest("hex").slice(0, 16);
    const existing = folder.node.tryFindChild(id) as StoredAsset | undefined;
    existing?.requireSameLocation(scope, location);
    return existing ?? new StoredAsset(folder, id, location, path);
  }

  public readonly key: string;
  /** The version that Terraform stored. */
  public readonly version: string;
  /** Prefix of the keys of all assets of the deployment. */
  public readonly folderPrefix: string;

  private readonly dependencies: ITerraformDependable[] = [];

  private constructor(
    folder: AssetFolder,
    id: string,
    private readonly location: AssetLocation,
    path: string,
  ) {
    super(folder, id);
    this.folderPrefix = folder.keyPrefix;
    this.key = `${folder.keyPrefix}${location.fileName}`;
    const object = this.createObject(path);
    this.version = this.createVersion(object);
  }

  /** Adds resources that must exist before the object is stored. */
  public addDependencies(dependencies: readonly ITerraformDependable[]): void {
    this.dependencies.push(...dependencies);
  }

  /** The content needs no hash to detect changes: other content has another key, and is another resource. */
  private createObject(path: string): S3Object {
    const { bucket, kmsKeyArn, tags, provider } = this.location;
    const { key } = this;
    const object = new S3Object(this, "Object", {
      bucket: plainText(bucket),
      key: plainText(key),
      source: path,
      kmsKeyId: kmsKeyArn && plainText(kmsKeyArn),
      tags: tags && plainTexts(tags),
      // An object can have at most 10 tags. Default tags are meant for resources, which can have up to 50.
      overrideProvider: { defaultTags: { tags: {} } },
      provider,
      lifecycle: {
        postcondition: [
          {
            // (cdktf's `Op.neq` turns "" into undefined.)
            condition: '${self.version_id != ""}',
            errorMessage: plainText(
              `The bucket ${bucket} did not keep versions when ${key} was stored in it, and AWS Signer signs a version of ` +
                'an object. Turn versioning of the bucket on, name its resource in "dependsOn" so that it comes first, ' +
                "delete the object, and apply again.",
            ),
          },
        ],
      },
    });
    const asset = resolvedText(key, TerraformStack.of(this));
    onlyAsJson(object, `The asset ${asset} of "${TerraformStack.of(this).node.path}" (SigningSource.fromAsset)`);
    object.dependsOn = dependsOn(this, () => this.dependencies);
    return object;
  }

  /**
   * Keeps the version that existed when Terraform stored the object. If somebody overwrites the object later,
   * `version_id` shows the new version, but content that was not built here must not be signed.
   *
   * Terraform stores the object again when its `arn` changes, and in place when its encryption key changes. Only a
   * requested key counts: the actual key may come from another program that has overwritten the object.
   */
  private createVersion(object: S3Object): string {
    const ignoreChanges = this.location.kmsKeyArn === undefined ? ["input", "triggers_replace.kmsKeyArn"] : ["input"];
    const version = new TerraformData(this, "Version", {
      triggersReplace: { object: object.arn, kmsKeyArn: object.kmsKeyId },
      input: { versionId: object.versionId },
      lifecycle: { ignoreChanges },
    });
    return Token.asString(version.attribute("output.versionId"));
  }

  private requireSameLocation(scope: Construct, other: AssetLocation): void {
    const stack = TerraformStack.of(this);
    const differences = Object.entries({
      bucket: ({ bucket }: AssetLocation) =>
        [resolvedText(bucket, stack), stacksOf(bucket)].filter(Boolean).join(" of "),
      kmsKeyArn: (location: AssetLocation) => resolvedText(location.kmsKeyArn ?? "", stack),
      tags: (location: AssetLocation) =>
        resolvedText(JSON.stringify(Object.entries(location.tags ?? {}).sort()), stack),
      provider: (location: AssetLocation) => location.provider?.alias ?? "default",
    }).filter(([, describe]) => describe(this.location) !== describe(other));
    if (differences.length === 0) return;
    const [[name, describe]] = differences;
    throw new ValidationError(
      scope,
      `the same content is already stored under the same "keyPrefix" with another "${name}" (${describe(this.location)}, not ${describe(other)}): give both the same ` +
        `"${name}", or one of them another "keyPrefix"`,
    );
  }
}
