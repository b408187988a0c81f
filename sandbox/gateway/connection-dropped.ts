/** Thrown to reset the client's connection instead of answering. */
export class ConnectionDropped extends Error {
  constructor() {
    super("the connection is dropped by a fault");
    this.name = "ConnectionDropped";
  }
}
