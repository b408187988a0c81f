export const handler = async ({ name = "world" }) => `Hello ${name}, from a VPC`;
