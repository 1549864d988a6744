import { createApp } from "../../web/app.ts";
import type { House } from "../../web/house.ts";
import { signIn } from "./stage.ts";

/** What came of many who signed up at the same moment for fewer places. */
interface Rush {
  /** Milliseconds until the last had an answer. */
  took: number;
  members: number;
  /** What the group itself counts. */
  taken: number;
  refused: number;
}

/** So many parents sign up at once for so many places, each with an own session. */
export async function signUpAtOnce(
  house: House,
  school: { id: number; shortName: string; year: number },
  parents: number,
  places: number,
): Promise<Rush> {
  const { pool } = house;
  const [group] = await pool.unsafe<{ id: number }[]>(
    `insert into special_groups (school_id, school_year, name, activity, closes_at, maximum,
      created_by, created_at)
    select $1, $2, 'Bos', true, $4::timestamptz + interval '1 day', $3, p.id, $4
    from people p where p.school_id = $1 and p.key = 's1' returning id`,
    [school.id, school.year, places, house.clock.now()],
  );
  const tokens: string[] = [];
  for (let n = 1; n <= parents; n++) {
    tokens.push(await signIn(pool, `ouder${n}-1@s${school.id}.example`));
  }
  const app = createApp(house);
  const address = `/${school.shortName}/special-groups/${group!.id}/sign-up`;
  const begin = performance.now();
  const answers = await Promise.all(tokens.map((token) =>
    app.request(address, {
      method: "POST",
      body: new URLSearchParams(),
      headers: { cookie: `session=${token}` },
    })
  ));
  const took = performance.now() - begin;
  const [count] = await pool.unsafe<{ members: number; taken: number }[]>(
    `select s.taken, count(*)::int as members from special_groups s
    join special_group_members m on m.school_id = s.school_id and m.special_group_id = s.id
    where s.id = $1 group by s.taken`,
    [group!.id],
  );
  return { took, ...count!, refused: answers.filter((one) => one.status === 409).length };
}
