import type { OperationName } from "./operations";

/** One request and its answer, which a lie may change. */
export interface Exchange {
  readonly operation: OperationName | undefined;
  /** Which request of this operation it is, counted from 1. */
  readonly nth: number;
  readonly path: string;
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed where it is JSON; otherwise the bytes. */
  body: unknown;
}

/** Changes an answer of a server. */
export type Lie = (exchange: Exchange) => void;

/** JSON objects of AWS, whose members a lie changes without their types. */
export type Json = any;

/** The operation is refused. */
export function refuses(operation: OperationName, status: number, type: string, message = "This is a lie."): Lie {
  return (exchange) => {
    if (exchange.operation === operation) refuse(exchange, status, type, message);
  };
}

/** The operation is refused, starting with the given request. */
export function refusesFrom(nth: number, operation: OperationName, status: number, type: string): Lie {
  return (exchange) => {
    if (exchange.operation === operation && exchange.nth >= nth) refuse(exchange, status, type, "This is a lie.");
  };
}

/** The operation always answers with success. */
export function accepts(operation: OperationName, body: Json = {}): Lie {
  return (exchange) => {
    if (exchange.operation !== operation || exchange.status < 300) return;
    Object.assign(exchange, { status: 200, body });
    delete exchange.headers["x-amzn-errortype"];
  };
}

/** Every answer of the operation has another body. */
export function says(operation: OperationName, change: (body: Json, exchange: Exchange) => void): Lie {
  return (exchange) => {
    if (exchange.operation === operation) change(exchange.body, exchange);
  };
}

/** Every answer of the operation has another header. */
export function hasHeader(operation: OperationName, name: string, value: string | undefined): Lie {
  return (exchange) => {
    if (exchange.operation === operation) exchange.headers[name] = value;
  };
}

/** Refusals of the operation have another type. */
export function refusesAs(operation: OperationName, status: number, type: string): Lie {
  return (exchange) => {
    if (exchange.operation === operation && exchange.status >= 300) refuse(exchange, status, type, "This is a lie.");
  };
}

function refuse(exchange: Exchange, status: number, type: string, message: string): void {
  exchange.status = status;
  exchange.headers["x-amzn-errortype"] = type;
  exchange.headers["content-type"] = "application/json";
  exchange.body = { message };
}
