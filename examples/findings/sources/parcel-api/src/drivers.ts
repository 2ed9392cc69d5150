// Drivers log in at the depot's terminal with a number and a PIN.

import type { Request, Response } from "express";
import { db } from "./db.js";
import { startShift } from "./shifts.js";

interface Driver {
  number: string;
  pin: string;
  name: string;
  locked: boolean;
  failures: number;
}

const MAX_FAILURES = 5;

export async function logIn(request: Request, response: Response): Promise<void> {
  const { number, pin } = request.body;
  if (!number || !pin) {
    response.status(400).json({ error: "number and pin are needed" });
    return;
  }
  const drivers = db.collection<Driver>("drivers");
  const driver = await drivers.findOne({ number, pin, locked: false });
  if (!driver) {
    await drivers.updateOne({ number: String(number) }, { $inc: { failures: 1 } });
    await drivers.updateOne({ number: String(number), failures: { $gte: MAX_FAILURES } }, { $set: { locked: true } });
    response.status(401).json({ error: "wrong number or pin" });
    return;
  }
  await drivers.updateOne({ number: driver.number }, { $set: { failures: 0 } });
  const shift = await startShift(driver.number);
  response.json({ name: driver.name, shift: shift.id });
}
