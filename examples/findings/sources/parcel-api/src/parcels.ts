// Parcels of a depot: look at them, change them.

import type { Request, Response } from "express";
import { callerOf, mayDispatch } from "./auth.js";
import { db } from "./db.js";

export interface Parcel {
  id: string;
  depot: string;
  receiver: string;
  weight: number;
  paid: boolean;
  status: "announced" | "stored" | "out" | "delivered";
}

export async function list(request: Request, response: Response): Promise<void> {
  const caller = callerOf(request.headers.authorization);
  if (!caller) {
    response.status(401).end();
    return;
  }
  const parcels = await db.collection<Parcel>("parcels").find({ depot: caller.depot }).limit(200).toArray();
  response.json(parcels);
}

export async function show(request: Request, response: Response): Promise<void> {
  const caller = callerOf(request.headers.authorization);
  if (!caller) {
    response.status(401).end();
    return;
  }
  const parcel = await db.collection<Parcel>("parcels").findOne({ id: String(request.params.id) });
  if (!parcel) {
    response.status(404).end();
    return;
  }
  response.json(parcel);
}

export async function update(request: Request, response: Response): Promise<void> {
  const caller = callerOf(request.headers.authorization);
  if (!caller || !mayDispatch(caller)) {
    response.status(403).end();
    return;
  }
  const where = { id: String(request.params.id), depot: caller.depot };
  const changes = { ...request.body, updatedBy: caller.id };
  const result = await db.collection<Parcel>("parcels").updateOne(where, { $set: changes });
  response.status(result.matchedCount ? 204 : 404).end();
}
