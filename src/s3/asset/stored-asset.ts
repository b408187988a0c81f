import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import {
  DefaultTokenResolver,
  ITerraformDependable,
  StringConcat,
  TerraformProvider,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import { Construct } from "constructs";
import { dependsOn } from "../../terraform/depends-on";
import { plainText } from "../../terraform/hcl";
import { onlyAsJson } from "../../terraform/json-only";
import { TerraformData } from "../../terraform/terraform-data";
import { ValidationError } from "../../validation/errors";

/** Where the content of an asset is stored. */
export interface AssetLocation {
  readonly bucket: string;
  /** Names the content. */
  readonly key: string;
  readonly kmsKeyArn?: string;
  readonly provider?: TerraformProvider;
}

/**
 * The content of an asset in a bucket.
 *
 * There is one for each key in a stack, whoever uses it and wherever in the stack, as Terraform must not have two resources
 * for one object: with one of them it would delete the object of the other. So its address comes from key and AWS provider alone.
 */
export class StoredAsset extends Construct {
  /** @param stage makes the file available to Terraform, and gives its path. */
  public static of(scope: Construct, place: AssetLocation, stage: (stack: TerraformStack) => string): StoredAsset {
    const stack = TerraformStack.of(scope);
    const text = textOf(stack, `${place.provider?.alias ?? "default"} ${place.key}`);
    const id = `aws-signer-asset-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
    const existing = stack.node.tryFindChild(id) as StoredAsset | undefined;
    existing?.requireSamePlace(scope, place);
    return existing ?? new StoredAsset(stack, id, place, stage(stack));
  }

  /** The version that Terraform has stored. */
  public readonly version: string;

  private readonly dependencies: ITerraformDependable[] = [];

  private constructor(
    private readonly stack: TerraformStack,
    id: string,
    private readonly place: AssetLocation,
    path: string,
  ) {
    super(stack, id);
    const object = this.createObject(path);
    this.version = this.createVersion(object);
  }

  /** Waits for more before the object is stored. */
  public addDependencies(dependencies: readonly ITerraformDependable[]): void {
    this.dependencies.push(...dependencies);
  }

  /** The content needs no hash to be compared with: another one has another key, and is another resource. */
  private createObject(path: string): S3Object {
    const { bucket, key, kmsKeyArn, provider } = this.place;
    const object = new S3Object(this, "Object", {
      bucket: plainText(bucket),
      key: plainText(key),
      source: path,
      kmsKeyId: kmsKeyArn && plainText(kmsKeyArn),
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
    onlyAsJson(object, `The asset ${textOf(this.stack, key)} of "${this.stack.node.path}" (SigningSource.fromAsset)`);
    object.dependsOn = dependsOn(this, () => this.dependencies);
    return object;
  }

  /**
   * Keeps the version that was there when Terraform had stored the object. Whoever overwrites the object later makes another
   * version, which `version_id` then shows, but what was not built here must not be signed.
   *
   * Terraform stores the object anew when its `arn` changes, and in place when it is to be encrypted with another key. Only a
   * key that is asked for counts: what the object is found to be encrypted with is up to whoever has overwritten it.
   */
  private createVersion(object: S3Object): string {
    const ignoreChanges = this.place.kmsKeyArn === undefined ? ["input", "triggers_replace.kmsKeyArn"] : ["input"];
    const version = new TerraformData(this, "Version", {
      triggersReplace: { object: object.arn, kmsKeyArn: object.kmsKeyId },
      input: { versionId: object.versionId },
      lifecycle: { ignoreChanges },
    });
    return Token.asString(version.attribute("output.versionId"));
  }

  private requireSamePlace(scope: Construct, { bucket, key, kmsKeyArn }: AssetLocation): void {
    const isSame = (text: string = "", other: string = ""): boolean =>
      textOf(this.stack, text) === textOf(this.stack, other);
    if (isSame(bucket, this.place.bucket) && isSame(kmsKeyArn, this.place.kmsKeyArn)) return;
    throw new ValidationError(
      scope,
      `the same content is stored as ${textOf(this.stack, key)} already, in another bucket ` +
        `(${textOf(this.stack, this.place.bucket)}, not ${textOf(this.stack, bucket)}) or encrypted with another KMS key: ` +
        'give one of them another "keyPrefix"',
    );
  }
}

/** A text in which a token stands as its expression, and so can be compared with others. */
function textOf(stack: TerraformStack, text: string): string {
  return Tokenization.resolve(text, { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()) }) as string;
}
