"use strict";
// Loaded into a function's process before AWS's runtime client, aws-lambda-ric. The client wants a compiled addon for
// its side of the Runtime API; this is the same over node:http, so that nobody needs a C++ toolchain.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

const http = require("node:http");
const Module = require("node:module");
const net = require("node:net");

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");

function exchange(method, path, body, headers) {
  return new Promise((resolve, reject) => {
    const options = { agent, host, port, method, path: `/2018-06-01/runtime/invocation/${path}`, headers };
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ bodyJson: Buffer.concat(chunks).toString("utf8"), headers: response.headers }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

// The addon's `done` and `error` return when the answer is delivered. Here `next` waits for that instead.
let delivered = Promise.resolve();
const deliver = (path, body) => {
  delivered = exchange("POST", path, body, { "content-type": "application/json" });
};

const client = {
  initializeClient() {},
  async next() {
    await delivered;
    return exchange("GET", "next");
  },
  done: (id, body) => deliver(`${id}/response`, body),
  error: (id, body) => deliver(`${id}/error`, body),
};

const load = Module._load;
Module._load = function (request, ...rest) {
  return request === "./rapid-client.node" ? client : load.call(this, request, ...rest);
};

// File descriptor 3 is a pipe from the sandbox that ends with it, however it ends. No function outlives its sandbox.
new net.Socket({ fd: 3 }).on("close", () => process.exit(1)).resume().unref();
