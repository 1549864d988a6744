import { Icon } from "../../web/components.tsx";
import { fileSize } from "../../web/file_size.ts";
import { timelineText } from "./timeline.text.ts";

/** A picture or attachment of a post that is read or previewed. */
export interface ShownFile {
  id: number;
  name: string;
  /** What is to be seen on a picture; may be empty. */
  alt: string;
  /** A picture has sizes, an attachment is one file. */
  picture: boolean;
  bytes: number;
}

interface FilesProps {
  files: ShownFile[];
  /** Where a file is got: a picture as *medium* or *large*, an attachment as *original*. */
  address: (id: number, size: string) => string;
  language: string;
}

/** One picture as wide as the text, more of them as an album; each leads to the large one. */
export function Pictures({ files, address, language }: FilesProps) {
  const t = timelineText(language);
  const pictures = files.filter((file) => file.picture);
  const single = pictures.length === 1;
  const links = pictures.map(({ id, alt }, n) => (
    <a href={address(id, "large")} aria-label={alt ? undefined : t.picture(n + 1)}>
      <img
        class={single ? "pic" : undefined}
        src={address(id, "medium")}
        width="600"
        height="600"
        alt={alt}
        loading="lazy"
      />
    </a>
  ));
  if (links.length <= 1) return links.length === 0 ? null : <div>{links}</div>;
  return <ul class="album" role="list">{links.map((link) => <li>{link}</li>)}</ul>;
}

/** What is not a picture, to be downloaded. */
export function Attachments({ files, address, language }: FilesProps) {
  const attachments = files.filter((file) => !file.picture);
  if (attachments.length === 0) return null;
  return (
    <section class="flow">
      <h2>{timelineText(language).attachments}</h2>
      <ul class="rows" role="list">
        {attachments.map((file) => (
          <li>
            <Icon name="clip" />
            <span class="grow">
              <a href={address(file.id, "original")} download>{file.name}</a>
            </span>
            <span class="soft small">{fileSize(file.bytes, language)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
