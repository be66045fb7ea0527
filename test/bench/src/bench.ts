/** Figures by name: seconds, octets, counts and ratios, as the name says. */
export type Figures = Readonly<Record<string, number>>;
export interface BenchOptions {
  readonly items: number;
  readonly progress: (text: string) => void;
}
