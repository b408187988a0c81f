export const handler = async () => "Hello from signed code";
