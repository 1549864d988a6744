import type { Generated } from "kysely";

export type PostKind = "news" | "board" | "urgent";
export type PostSymbol = "heart" | "thumb" | "party" | "smile";

export interface MessagingTables {
  posts: {
    school_id: number;
    id: Generated<number>;
    kind: PostKind;
    author_id: number;
    author_name: string;
    title: string;
    body: string;
    excerpt: Generated<string>;
    for_school: Generated<boolean>;
    publish_at: Date | null;
    expires_at: Date | null;
    pinned: Generated<boolean>;
    comments_open: Generated<boolean>;
    edited_at: Date | null;
    withdrawn_at: Date | null;
    announced_at: Date | null;
    digested_at: Date | null;
    created_at: Date;
    updated_at: Date;
    /** The form it was made with: pressing twice makes one post. */
    form_key: string | null;
  };
  post_groups: { school_id: number; post_id: number; group_id: number };
  post_files: {
    school_id: number;
    post_id: number;
    file_id: number;
    position: number;
    alt: Generated<string>;
  };
  read_marks: { school_id: number; account_id: number; post_id: number; read_at: Date };
  comments: {
    school_id: number;
    id: Generated<number>;
    post_id: number;
    form_key: string | null;
    person_id: number;
    author_name: string;
    body: string;
    created_at: Date;
    removed_at: Date | null;
    removed_by: number | null;
  };
  post_symbols: { school_id: number; post_id: number; account_id: number; symbol: PostSymbol };
  polls: {
    school_id: number;
    post_id: number;
    question: string;
    multiple: Generated<boolean>;
    anonymous: Generated<boolean>;
    closes_at: Date | null;
  };
  poll_options: {
    school_id: number;
    id: Generated<number>;
    post_id: number;
    position: number;
    label: string;
  };
  poll_votes: {
    school_id: number;
    post_id: number;
    account_id: number;
    /** 0 where one choice is allowed, else the option: the primary key then allows one vote each. */
    place: number;
    option_id: number;
    voted_at: Date;
  };
}
