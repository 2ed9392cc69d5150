// Finds parcels by a piece of the receiver's name.

export interface Entry {
  id: string;
  receiver: string;
  street: string;
}

export interface Hit {
  entry: Entry;
  at: number;
}

const MAX_HITS = 50;

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export class ParcelSearch {
  private readonly entries: Array<{ entry: Entry; text: string }> = [];

  add(entry: Entry): void {
    this.entries.push({ entry, text: fold(`${entry.receiver} ${entry.street}`) });
  }

  find(query: string): Hit[] {
    const words = new RegExp(fold(query).split(/\s+/).join(".*"));
    const hits: Hit[] = [];
    for (const { entry, text } of this.entries) {
      const at = text.search(words);
      if (at >= 0) {
        hits.push({ entry, at });
      }
      if (hits.length >= MAX_HITS) {
        break;
      }
    }
    return hits.sort((a, b) => a.at - b.at);
  }

  get size(): number {
    return this.entries.length;
  }
}
