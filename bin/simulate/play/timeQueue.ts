/** What is to be done, earliest first; of one instant, in the order in which it came. */
export interface TimeQueue<T> {
  readonly size: number;
  readonly earliestMs: number;
  push(atMs: number, item: T): void;
  pop(): T | undefined;
}

interface Entry<T> {
  readonly atMs: number;
  readonly order: number;
  readonly item: T;
}

const isBefore = (a: Entry<unknown>, b: Entry<unknown>): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/** A binary heap. */
export const createTimeQueue = <T>(): TimeQueue<T> => {
  const heap: Entry<T>[] = [];
  let order = 0;
  const at = (index: number): Entry<T> => heap[index] as Entry<T>;
  const swap = (a: number, b: number): void => {
    const kept = at(a);
    heap[a] = at(b);
    heap[b] = kept;
  };

  return {
    get size() {
      return heap.length;
    },
    get earliestMs() {
      return heap[0]?.atMs ?? Number.POSITIVE_INFINITY;
    },
    push: (atMs, item) => {
      heap.push({ atMs, order: order++, item });
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (!isBefore(at(child), at(parent))) break;
        swap(child, parent);
        child = parent;
      }
    },
    pop: () => {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first?.item;
      heap[0] = last;
      for (let parent = 0; ; ) {
        let child = 2 * parent + 1;
        if (child + 1 < heap.length && isBefore(at(child + 1), at(child))) child += 1;
        if (child >= heap.length || !isBefore(at(child), at(parent))) break;
        swap(child, parent);
        parent = child;
      }
      return first.item;
    },
  };
};
