// Runs a function's bundle as AWS Lambda would, once: BUNDLE names the module, EVENT is the event.
// Prints what it logs, an object a line, and what AWS Lambda would answer, errors in the form that its Node.js runtime gives them.
console.log = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const { handler } = await import(process.env.BUNDLE);
const context = {
  getRemainingTimeInMillis: () => 900_000,
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:111111111111:function:signer",
};
try {
  process.stdout.write(JSON.stringify({ result: await handler(JSON.parse(process.env.EVENT), context) }));
} catch (error) {
  const { name, message, stack } = error;
  process.stdout.write(JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split("\n") }));
}
