/**
 * Replaces the AWS SDK's chain of credential providers in the bundle (see `projenrc/bundle-handler.ts`): AWS Lambda
 * provides the role's credentials in the environment. The rest of the chain would only add to the cold start.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    const error = new Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set in the function's environment");
    error.name = "CredentialsProviderError";
    throw error;
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
};
