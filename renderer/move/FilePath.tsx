import { useEffect, useRef, useState } from 'react';
import { visibleText } from '../i18n/visibleText.ts';

/** A path with every sign of it to be seen. One that is longer than its place is scrolled by the keyboard as well. */
export function FilePath({ file }: { file: string }) {
  const box = useRef<HTMLElement>(null);
  const [isLong, setLong] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path has another length
  useEffect(() => {
    const { scrollHeight = 0, clientHeight = 0 } = box.current ?? {};
    setLong(scrollHeight > clientHeight);
  }, [file]);
  return (
    <code
      ref={box}
      className="move-file"
      data-testid="move-file"
      {...(isLong && { tabIndex: 0, 'data-scrolls': true })}
    >
      {visibleText(file)}
    </code>
  );
}
