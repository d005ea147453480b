/** Plain words: nothing in them becomes a link or a picture. */
export function NoticeWords({ text }: { text: string }) {
  return text
    .split(/\n+/)
    .filter((line) => line.trim() !== "")
    .map((line, place) => <p key={`${place} ${line}`}>{line}</p>);
}
