import type { SigningPlatform } from "./platforms";
import type { ProfilePolicy } from "./profile-policy";
import type { ValidityPeriod } from "./validity-period";

export interface Overrides {
  readonly signingConfiguration?: { readonly encryptionAlgorithm?: string; readonly hashAlgorithm?: string };
  readonly signingImageFormat?: string;
}

export interface SigningProfile {
  readonly name: string;
  readonly version: string;
  readonly arn: string;
  readonly versionArn: string;
  readonly owner: string;
  readonly platform: SigningPlatform;
  readonly certificateArn?: string;
  readonly validity: ValidityPeriod;
  readonly overrides?: Overrides;
  readonly signingParameters?: ReadonlyMap<string, string>;
  readonly tags: Map<string, string>;
  status: "Active" | "Canceled" | "Revoked";
  revocation?: { readonly effectiveFrom: Date; readonly revokedAt: Date; readonly revokedBy: string };
  policy?: ProfilePolicy;
}

export interface SourceObject {
  readonly bucketName: string;
  readonly key: string;
  readonly version: string;
}

export interface SignedObject {
  readonly bucketName: string;
  readonly key: string;
}

export type JobOutcome =
  | {
      readonly status: "Succeeded";
      readonly statusReason: string;
      readonly completedAt: Date;
      /** Absent for a payload, whose signature is in the answer. */
      readonly signedObject?: SignedObject;
      readonly signatureExpiresAt: Date;
    }
  | { readonly status: "Failed"; readonly statusReason: string; readonly completedAt: Date };

export interface SigningJob {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  /** Account of the profile. */
  readonly owner: string;
  /** Account of the caller. */
  readonly invoker: string;
  readonly requestedBy: string;
  readonly profile: SigningProfile;
  /** Absent for a payload, which came with the request. */
  readonly source?: SourceObject;
  readonly createdAt: Date;
  /** Absent while the job is in progress. */
  outcome?: JobOutcome;
  revocation?: { readonly reason: string; readonly revokedAt: Date; readonly revokedBy: string };
}

/** A job that reads its source from a bucket. */
export type ObjectSigningJob = SigningJob & { readonly source: SourceObject };

interface SavedState {
  readonly profiles: ReadonlyMap<string, SigningProfile>;
  readonly jobs: ReadonlyMap<string, SigningJob>;
}

/**
 * Everything that AWS Signer remembers, per account and Region.
 *
 * Nothing is ever deleted. AWS deletes only months after the last signature has expired.
 */
export class SignerState {
  private readonly profiles = new Map<string, SigningProfile>();
  private readonly jobs = new Map<string, SigningJob>();

  public addProfile(region: string, profile: SigningProfile): void {
    this.profiles.set(profileKey(region, profile.owner, profile.name), profile);
  }

  public findProfile(region: string, owner: string, name: string): SigningProfile | undefined {
    return this.profiles.get(profileKey(region, owner, name));
  }

  public profilesOf(region: string, owner: string): SigningProfile[] {
    const prefix = profileKey(region, owner, "");
    return [...this.profiles].filter(([key]) => key.startsWith(prefix)).map(([, profile]) => profile);
  }

  public findProfileVersion(versionArn: string): SigningProfile | undefined {
    return [...this.profiles.values()].find((profile) => profile.versionArn === versionArn);
  }

  public addJob(job: SigningJob): void {
    this.jobs.set(job.id, job);
  }

  public findJob(region: string, id: string): SigningJob | undefined {
    const job = this.jobs.get(id);
    return job?.region === region ? job : undefined;
  }

  public findJobByArn(arn: string): SigningJob | undefined {
    return [...this.jobs.values()].find((job) => job.arn === arn);
  }

  /** Jobs that an account owns or has started, oldest first. */
  public jobsOf(region: string, accountId: string): SigningJob[] {
    return [...this.jobs.values()].filter(
      (job) => job.region === region && (job.owner === accountId || job.invoker === accountId),
    );
  }

  public snapshot(): SavedState {
    return { profiles: this.profiles, jobs: this.jobs };
  }

  /** A job that was in progress fails, because the sandbox that worked on it has ended. */
  public restore({ profiles, jobs }: SavedState): void {
    profiles.forEach((profile, key) => this.profiles.set(key, profile));
    jobs.forEach((job, id) => {
      job.outcome ??= {
        status: "Failed",
        statusReason: "The sandbox was stopped while the job was in progress.",
        completedAt: job.createdAt,
      };
      this.jobs.set(id, job);
    });
  }

  public clear(): void {
    this.profiles.clear();
    this.jobs.clear();
  }
}

function profileKey(region: string, owner: string, name: string): string {
  return `${region}/${owner}/${name}`;
}
