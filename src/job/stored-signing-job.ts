import { Fn, IResolvable, Token } from "cdktf";
import type { ResultField } from "./result-value";
import { SigningJobBase, TextAttribute } from "./signing-job-base";
import type { SignedObject } from "./signing-job-interface";
import type { SignedObjectResult } from "../protocol/result";

/**
 * A signing job whose attributes come from the result that Terraform keeps.
 *
 * @internal
 */
export abstract class StoredSigningJob extends SigningJobBase {
  public get signedObject(): SignedObject {
    const field = (name: keyof SignedObjectResult): string => Token.asString(this._result(`signedObject.${name}`));
    return { bucketName: field("bucketName"), key: field("key") };
  }

  public get imported(): IResolvable {
    // As text, because the output command of cdktf (and cdktn) does not show booleans.
    return Token.asAny(Fn.tostring(this._result("imported")));
  }

  /** @internal */
  protected _text(name: TextAttribute): string {
    return Token.asString(this._result(name));
  }

  /** @internal */
  protected abstract _result(field: ResultField): IResolvable;
}
