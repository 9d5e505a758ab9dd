/** What a question comes to, or `no-answer` where that takes longer than so many ms. */
export async function within<Value>(
  longest: number,
  asked: Promise<Value>,
): Promise<Value | 'no-answer'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'no-answer'>((resolve) => {
    timer = setTimeout(resolve, longest, 'no-answer');
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
