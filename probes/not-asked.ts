/** The question cannot be asked of this server, or not with these options. */
export class NotAsked extends Error {
  constructor(why: string) {
    super(why);
    this.name = "NotAsked";
  }
}

/** What a probe needs does not work on this server, so the probe shows nothing about its assumption. */
export class Unprepared extends NotAsked {
  constructor(what: string, cause: unknown) {
    super(`could not prepare ${what}: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`);
    this.name = "Unprepared";
  }
}
