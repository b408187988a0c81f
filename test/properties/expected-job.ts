import type { TerraformElement } from "cdktf";
import { AppliedJobs, addressOf, ELSEWHERE, HOME, resultOf } from "./apply-jobs";
import type { Construction } from "./declare";
import { DeclaredProfile, DeclaredSource, PLAIN } from "./declared-job";
import { DeclaredText, valueOf } from "./declared-text";
import type { MockedProvider } from "./mocked-aws";

/** The expected resources of a job, computed from its declaration and from generated values of AWS and Terraform. */
export class ExpectedJob {
  constructor(
    private readonly construction: Construction,
    private readonly applied: AppliedJobs,
  ) {}

  public get source(): { readonly bucketName: string; readonly key: string; readonly version: string } {
    const { declared, object } = this.construction;
    const source: DeclaredSource = declared.source ?? PLAIN.source;
    const version = source.kind === "coordinates" ? valueOf(source.version) : this.madeUp(object!, "version_id");
    return { bucketName: valueOf(source.bucket), key: valueOf(source.key), version };
  }

  public get destination(): { readonly bucketName: string; readonly prefix: string } {
    const { bucket, prefix } = this.construction.declared.destination ?? PLAIN.destination;
    return { bucketName: valueOf(bucket), prefix: textOrNull(prefix) ?? "" };
  }

  public get profileName(): string {
    const { profile } = this;
    if (profile.kind === "made") return profile.name ?? this.madeUp(this.profileElement, "name");
    return valueOf(profile.name);
  }

  /** A name never gets a second version, so the version is omitted where Terraform would have to look it up. */
  public get profileVersion(): string | null {
    const { profile } = this;
    if (profile.kind === "lookedUp") return null;
    return profile.kind === "described" ? textOrNull(profile.version) : this.madeUp(this.profileElement, "version");
  }

  /** The account that the job names, or else its profile. */
  public get profileOwner(): string | null {
    const { profile } = this;
    return (
      textOrNull(this.construction.declared.profileOwner) ??
      (profile.kind === "described" ? textOrNull(profile.owner) : null)
    );
  }

  /** The permissions that the function's role needs to start jobs. */
  public get profileArn(): string {
    const { profile } = this;
    const { region, accountId } = this.home;
    const { profileOwner } = this.construction.declared;
    if (!profileOwner && profile.kind !== "described") return this.madeUp(this.profileElement, "arn");
    // If the job names the owner, the profile is in the job's Region.
    const where = !profileOwner && profile.kind === "described" ? (profile.region ?? region) : region;
    return `arn:aws:signer:${where}:${this.profileOwner ?? accountId}:/signing-profiles/${this.profileName}`;
  }

  public get jobArns(): string {
    return this.jobArnsOf(this.profileOwner ?? this.home.accountId);
  }

  /** Those of the function's own account. */
  public get ownJobArns(): string {
    return this.jobArnsOf(this.home.accountId);
  }

  public get importJobId(): string | null {
    return textOrNull(this.construction.declared.importJobId);
  }

  public get triggers(): object {
    const { triggers } = this.construction.declared;
    return Object.fromEntries((triggers ?? []).map(([name, value]) => [valueOf(name), valueOf(value)]));
  }

  public get requestToken(): string {
    return this.madeUp(this.construction.job.request, "id");
  }

  public get result(): object {
    return resultOf(this.applied.constructions.indexOf(this.construction));
  }

  /** The attributes of the construct, which exposes `imported` as text. */
  public get attributes(): object {
    return { ...this.result, imported: "false" };
  }

  public get revocationAddress(): string {
    const { job } = this.construction;
    return addressOf(job.resource).replace(/_Invocation_[0-9A-F]{8}$/, "_Revocation_");
  }

  private jobArnsOf(accountId: string): string {
    return `arn:aws:signer:${this.home.region}:${accountId}:/signing-jobs/*`;
  }

  private get profile(): DeclaredProfile {
    return this.construction.declared.profile ?? PLAIN.profile;
  }

  private get home(): MockedProvider {
    return this.construction.declared.isElsewhere ? ELSEWHERE : HOME;
  }

  private get profileElement(): TerraformElement {
    return this.construction.profile.node.defaultChild as TerraformElement;
  }

  private madeUp(element: TerraformElement, attribute: string): string {
    return this.applied.attributesOf(element)[attribute] as string;
  }
}

export function textOrNull(text: DeclaredText | null | undefined): string | null {
  return text ? valueOf(text) : null;
}
