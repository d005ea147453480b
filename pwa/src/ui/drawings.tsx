/** Small drawings of ours. They say nothing by themselves: the words beside them do. */

const line = {
  fill: "none",
  stroke: "currentColor",
  "stroke-width": 2,
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
} as const;

/** Our mark: two of the same height, side by side. */
export function Sign() {
  return (
    <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
      <path d="M5 25V12a5 5 0 0 1 10 0v13z" fill="#f4a58a" />
      <path d="M13 25V12a5 5 0 0 1 10 0v13z" fill="#ffffff" fill-opacity="0.9" />
    </svg>
  );
}

const drawings = {
  today: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  mentors:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6M18 14a6.5 6.5 0 0 1 3.5 6",
  notices: "M6 10a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7M10 20.5h4",
  you: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  scheme: "M4 20h16M6 20V9l6-5 6 5v11M10 20v-5h4v5",
  share: "M12 3v12M8 7l4-4 4 4M6 11H5v10h14V11h-1",
  add: "M5 5h14v14H5zM12 9v6M9 12h6",
} as const;

export function Drawing({ of, size = 22 }: { of: keyof typeof drawings; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={drawings[of]} {...line} />
    </svg>
  );
}
