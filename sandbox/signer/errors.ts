/** An error as AWS Signer answers it. @see https://docs.aws.amazon.com/signer/latest/api/API_StartSigningJob.html#API_StartSigningJob_Errors */
export class SignerError extends Error {
  constructor(
    public readonly status: number,
    /** Name of the error shape, such as `ValidationException`. */
    public readonly type: string,
    message: string,
    /** AWS's finer machine code, such as `ProfileNotFound`. Absent where AWS's code is not known. */
    public readonly code?: string,
  ) {
    super(message);
    this.name = "SignerError";
  }
}

export function validationError(message: string, code = "ValidationException"): SignerError {
  return new SignerError(400, "ValidationException", message, code);
}

export function resourceNotFound(message: string, code?: string): SignerError {
  return new SignerError(404, "ResourceNotFoundException", message, code);
}

export function accessDenied(message: string): SignerError {
  return new SignerError(403, "AccessDeniedException", message);
}

/** The tag operations have errors of their own. */
export function badRequest(message: string): SignerError {
  return new SignerError(400, "BadRequestException", message);
}

/** The tag operations have errors of their own. */
export function notFound(message: string): SignerError {
  return new SignerError(404, "NotFoundException", message);
}

export function conflict(message: string, code: string): SignerError {
  return new SignerError(409, "ConflictException", message, code);
}

export function serviceLimitExceeded(message: string): SignerError {
  return new SignerError(402, "ServiceLimitExceededException", message, "ServiceLimitExceeded");
}

export function internalError(message: string): SignerError {
  return new SignerError(500, "InternalServiceErrorException", message);
}

/** For operations that the sandbox does not implement. AWS has no such error. No SDK retries this status. */
export function notImplemented(message: string): SignerError {
  return new SignerError(501, "NotImplementedException", message, "NotImplemented");
}
