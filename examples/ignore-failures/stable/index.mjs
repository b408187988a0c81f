export const handler = async () => "stable";
