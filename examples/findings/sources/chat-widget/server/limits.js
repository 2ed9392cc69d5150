// Limits how often a member may send: a bucket for each that fills again with time.

const CAPACITY = 20;
const REFILL_PER_MS = CAPACITY / 60_000;
const MAX_BUCKETS = 100_000;

export class Limiter {
  constructor(now = Date.now) {
    this.now = now;
    this.buckets = new Map();
  }

  allow(member) {
    const moment = this.now();
    const bucket = this.buckets.get(member) ?? { level: CAPACITY, at: moment };
    bucket.level = Math.min(CAPACITY, bucket.level + (moment - bucket.at) * REFILL_PER_MS);
    bucket.at = moment;
    const allowed = bucket.level >= 1;
    if (allowed) {
      bucket.level -= 1;
    }
    this.buckets.delete(member);
    this.buckets.set(member, bucket);
    this.prune();
    return allowed;
  }

  prune() {
    while (this.buckets.size > MAX_BUCKETS) {
      this.buckets.delete(this.buckets.keys().next().value);
    }
  }
}
