import { fileURLToPath } from "node:url";
import type { Highs, Model } from "highs";
import { programFile } from "../../program_file.ts";

/** Yes or no for each of a number of questions. */
export interface Program {
  questions: number;
  /** Of these together at most so many, each counted by its value. */
  limits: { most: number; counts: Counts }[];
  /** As much as can be of the first; among those ways as much as can be of the second; and so on. */
  aims: Aim[];
}

/** What a yes counts for, in whole numbers, by question; 0 for those not in it. */
type Counts = ReadonlyMap<number, number>;

export interface Aim {
  counts: Counts;
  /** How far apart the least and the most it comes to can be, or more. */
  range: number;
}

/**
 * The best way there is, by linear programming (HiGHS). Where halves would do better than whole
 * answers, which is seldom, it goes on by integer programming.
 * @returns which questions are answered yes
 */
export async function solve(program: Program): Promise<boolean[]> {
  if (program.questions === 0) return [];
  const highs = await load();
  return highs.withModel(modelOf(program, highs), (model: Model) => {
    model.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 0.5, // whole numbers: less than one better is no better
      mip_heuristic_effort: 0,
      presolve: "off", // small as they are, it takes longer than it saves
    });
    let found: Float64Array = new Float64Array(program.questions);
    for (const together of inSteps(program.aims)) {
      const weights = blend(together, program.questions);
      model.changeColsCost(all(program), weights);
      const best = run(model, highs);
      found = isWhole(best.colValue) ? best.colValue : runWhole(model, program, highs);
      // what was reached stays
      for (const { counts } of together) {
        const entries = { indices: [...counts.keys()], values: [...counts.values()] };
        model.addRow(reached(counts, found), highs.infinity, entries);
      }
      // and so do answers without which it cannot be reached (reduced cost fixing): the next step is
      // much quicker
      const toSpare = dot(weights, best.colValue) - dot(weights, found);
      for (const [question, cost] of best.colDual.entries()) {
        const answer = Math.round(found[question]!);
        if (Math.abs(cost) > toSpare + 0.5) model.changeColBounds(question, answer, answer);
      }
    }
    return Array.from(found, (value) => value > 0.5);
  });
}

function modelOf({ questions, limits }: Program, { constants, infinity }: Highs) {
  const counts = limits.map((limit) => [...limit.counts]);
  let at = 0;
  return {
    numCols: questions,
    numRows: limits.length,
    sense: constants.objectiveSense.maximize,
    colCost: new Float64Array(questions),
    colLower: new Float64Array(questions),
    colUpper: new Float64Array(questions).fill(1),
    rowLower: limits.map(() => -infinity),
    rowUpper: limits.map(({ most }) => most),
    matrix: {
      format: "csr" as const,
      numRows: limits.length,
      numCols: questions,
      starts: [0, ...counts.map((row) => at += row.length)],
      indices: counts.flatMap((row) => row.map(([question]) => question)),
      values: counts.flatMap((row) => row.map(([, value]) => value)),
    },
  };
}

function run(model: Model, { constants }: Highs) {
  model.run();
  if (model.getModelStatus() !== constants.modelStatus.optimal) {
    throw new Error("no best way was found");
  }
  return model.getSolution();
}

const isWhole = (values: Float64Array) =>
  values.every((value) => Math.abs(value - Math.round(value)) < 1e-6);

function runWhole(model: Model, program: Program, highs: Highs): Float64Array {
  const { integer, continuous } = highs.constants.variableType;
  const allAre = (type: typeof integer | typeof continuous) =>
    model.changeColsIntegrality(all(program), Array(program.questions).fill(type));
  allAre(integer);
  model.options.set({ presolve: "on" });
  const { colValue } = run(model, highs);
  model.options.set({ presolve: "off" });
  allAre(continuous);
  return colValue.map(Math.round);
}

const all = ({ questions }: Program) => ({ kind: "range" as const, from: 0, to: questions - 1 });

const dot = (one: Float64Array, other: Float64Array) =>
  one.reduce((sum, value, n) => sum + value * other[n]!, 0);

const reached = (counts: Counts, found: Float64Array) =>
  Math.round([...counts].reduce((sum, [question, value]) => sum + value * found[question]!, 0));

/** Aims that are weighed in one go, as the solver counts exactly to a million and more. */
function inSteps(aims: Aim[]): Aim[][] {
  const steps: Aim[][] = [];
  let size = Infinity;
  for (const aim of aims.filter(({ range }) => range > 0)) {
    size *= aim.range + 1;
    if (size > 1e6) [size] = [aim.range + 1, steps.push([])];
    steps.at(-1)!.push(aim);
  }
  return steps;
}

/** One aim for several: one more of an earlier one weighs over all of those after it. */
function blend(aims: Aim[], questions: number): Float64Array {
  const blended = new Float64Array(questions);
  let weight = 1;
  for (const { counts, range } of aims.toReversed()) {
    for (const [question, value] of counts) blended[question]! += weight * value;
    weight *= range + 1;
  }
  return blended;
}

/** The solver's own program, for the built file to bring along. */
export const solverFile = "node_modules/highs/build/highs.wasm";

let loaded: Promise<Highs> | undefined;
const load = () => loaded ??= start();

async function start(): Promise<Highs> {
  const { default: highs } = await import("highs");
  // its types are written as those of a CommonJS module, which it is not
  const loadHighs = highs as unknown as typeof highs.default;
  return await loadHighs({ locateFile: () => fileURLToPath(programFile(solverFile)) });
}
