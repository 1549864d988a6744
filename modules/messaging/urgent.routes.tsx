import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { guard, guards } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, partial, wantsPart } from "../../web/respond.tsx";
import { listUnreachable, namesOfAddresses } from "./audience.ts";
import { composerText } from "./composer.text.ts";
import { findManagedPost } from "./managed.queries.ts";
import { countProgress, listFailed } from "./urgent.ts";
import { DeliveryPage, DeliveryProgress } from "./urgent.pages.tsx";

/** How the sending of an urgent message goes, for those who may change it. */
export const urgentRoutes = new Hono<Env>()
  .get(
    "/posts/:post/delivery",
    guard("staff", "post", (db, viewer, id, now) => findManagedPost(db, viewer, id("post"), now)),
    async (c) => {
      const viewer = c.get("viewer");
      const post = c.get("post");
      if (post.kind !== "urgent") throw new HTTPException(404);
      const { db, config, demo } = c.get("house");
      const part = (
        <DeliveryProgress
          viewer={viewer}
          postId={post.id}
          progress={await countProgress(db, viewer.school, post.id)}
          hasMailServer={config.smtpUrl !== undefined}
          outgoing={guards.postmaster(viewer, demo)
            ? `/${viewer.school.shortName}/outgoing?state=kept`
            : undefined}
        />
      );
      if (wantsPart(c)) return partial(c, part);
      const addresses = await listFailed(db, viewer.school, post.id);
      const [unreachable, names] = await Promise.all([
        listUnreachable(db, viewer.school, post.audience),
        namesOfAddresses(db, viewer.school, addresses),
      ]);
      const failed = addresses.map((address) => ({ address, name: names.get(address) ?? "" }));
      return page(
        c,
        { title: composerText(viewer.language).delivery.title, narrow: true },
        <DeliveryPage viewer={viewer} post={post} unreachable={unreachable} failed={failed}>
          {part}
        </DeliveryPage>,
      );
    },
  );
