/** What rows can be grouped by in a margin. */
export type Category = string | number | boolean;

/** Whether a value can be a category. */
export function isCategory(value: unknown): value is Category {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** Finds the values of one field among the categories of its targets, and remembers how the rows write them. */
export class CategoryReader {
  private readonly placeOfName: ReadonlyMap<Category, number>;
  private readonly places = new Map<unknown, number>();
  /** How the rows write the category of a place; `null` where they write it as 1 and as '1'. */
  private readonly met = new Map<number, Category | null>();

  constructor(
    private readonly names: readonly Category[],
    /** The names of an object are text, whatever the values of the field are. */
    private readonly isByName: boolean,
  ) {
    this.placeOfName = new Map(names.map((name, place) => [name, place]));
  }

  /** The place of a value among the categories; -1 where it has no target. */
  placeOf(value: unknown): number {
    const known = this.places.get(value);
    if (known !== undefined) return known;
    if (!isCategory(value)) return -1;
    const place = this.placeOfName.get(this.isByName ? String(value) : value) ?? -1;
    if (place < 0) return -1;
    this.places.set(value, place);
    this.meet(place, value === 0 ? 0 : value); // -0 is 0
    return place;
  }

  /** The categories as they stand in the rows; as in the targets where no row has them, or rows write them both ways. */
  categories(): readonly Category[] {
    return this.names.map((name, place) => this.met.get(place) ?? name);
  }

  private meet(place: number, value: Category): void {
    const met = this.met.get(place);
    this.met.set(place, met === undefined || met === value ? value : null);
  }
}
