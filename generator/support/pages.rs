//! Pages: calls that go on, each with what the page before says.

use std::collections::BTreeSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::task::{ready, Context, Poll};

use futures_core::Stream;

use super::call::Call;
use super::content::Reply;
use super::draft::Sheet;
use super::error::{self, Error};
use super::exchange;
use super::operation::{Declared, Failure, Operation, Output};
use super::paging::{cursor, linked, text, PageStyle, Paging};
use super::request_error::RequestError;
use super::response::{read, Response};
use super::transport::{BoxFuture, CannotBlock};

/// How many pages in a row may be empty, though each names another one after it.
const MAX_EMPTY: u32 = 100;

/// An operation whose output is a page, with more of them after it.
pub trait Paged: Operation {
    /// What a page has many of.
    type Item;
    /// How it goes on.
    const PAGING: Paging;

    /// Takes the items out of a page.
    fn items(page: Output<Self>) -> Vec<Self::Item>
    where
        Self: Sized;
}

/// The pages from a call on. Each is a call of its own, with the time and the retries of one.
///
/// It ends after a page that is the last one, or is the same as the page before, and after an error.
#[must_use = "pages are not asked for until they are polled"]
pub struct Pages<O> {
    walk: Walk,
    operation: std::marker::PhantomData<fn() -> O>,
}

/// A page, or why there is none.
type Page<O> = Result<Response<Output<O>>, Error<Failure<O>>>;

impl<O: Paged> Pages<O> {
    /// Starts with a call.
    pub fn new(call: Call<O>) -> Self {
        Self { walk: Walk::new(call, O::PAGING), operation: std::marker::PhantomData }
    }

    /// Returns the next page.
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// Returns the pages as an iterator that waits on its thread.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        let reply = ready!(self.walk.poll(context));
        Poll::Ready(self.page(reply))
    }

    fn page(&mut self, reply: Option<Result<Reply, error::Failure>>) -> Option<Page<O>> {
        let page = reply?.map_err(Error::from).and_then(read::<O>);
        let Ok(response) = &page else {
            self.walk.state = State::Over;
            return Some(page);
        };
        self.walk.go_on(&response.reply).then_some(page)
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Page<O>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        self.poll_page(context)
    }
}

impl<O: Operation> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({} {})", O::METHOD, O::PATH)
    }
}

/// An item, or why there is none.
type OneItem<O> = Result<<O as Paged>::Item, Error<Failure<O>>>;

/// The items of the pages from a call on.
#[must_use = "pages are not asked for until they are polled"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    page: std::vec::IntoIter<O::Item>,
}

impl<O: Paged> Unpin for Items<O> {}

impl<O: Paged> Items<O> {
    /// Starts with a call.
    pub fn new(call: Call<O>) -> Self {
        Self { pages: Pages::new(call), page: Vec::new().into_iter() }
    }

    /// Returns the next item.
    pub async fn next(&mut self) -> Option<OneItem<O>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Returns the items as an iterator that waits on its thread.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking(self)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<OneItem<O>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.page = O::items(page.output).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> Stream for Items<O> {
    type Item = Result<O::Item, Error<Failure<O>>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({} {})", O::METHOD, O::PATH)
    }
}

/// Pages or items that are waited for on this thread, if the transport can block.
#[derive(Debug)]
#[must_use = "pages are not asked for until they are iterated over"]
pub struct Blocking<S>(S);

impl<O: Paged> Iterator for Blocking<Pages<O>> {
    type Item = Page<O>;

    fn next(&mut self) -> Option<Page<O>> {
        let reply = self.0.walk.wait();
        self.0.page(reply)
    }
}

impl<O: Paged> Iterator for Blocking<Items<O>> {
    type Item = Result<O::Item, Error<Failure<O>>>;

    fn next(&mut self) -> Option<Self::Item> {
        let Items { pages, page } = &mut self.0;
        loop {
            if let Some(item) = page.next() {
                return Some(Ok(item));
            }
            let reply = pages.walk.wait();
            match pages.page(reply)? {
                Ok(response) => *page = O::items(response.output).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// The way through the pages. It is not generic, so that a dependant compiles it once.
struct Walk {
    state: State,
    paging: Paging,
    declared: &'static Declared,
    /// How many items there were, those before the first page included where a parameter says so.
    items: u64,
    /// The number of the page.
    page: u64,
    empty: u32,
    /// What led to a page, or the pages themselves where nothing does, as hashes.
    seen: BTreeSet<u64>,
    hasher: RandomState,
}

enum State {
    /// The next page can be asked for.
    Ready(Box<Sheet>),
    Asked(BoxFuture<'static, (Box<Sheet>, Result<Reply, error::Failure>)>),
    /// A page came, and the walk has not gone on yet.
    Here(Box<Sheet>),
    /// There is no page but this error.
    Failed(RequestError),
    Over,
}

impl Walk {
    fn new<O: Operation>(call: Call<O>, paging: Paging) -> Self {
        let (mut items, mut page) = (0, 0);
        let state = match call.draft.into_sheet() {
            Ok(sheet) => {
                match paging.style {
                    PageStyle::Offset { parameter } => items = sheet.number(parameter).unwrap_or(0),
                    PageStyle::Page { parameter, first } => page = sheet.number(parameter).unwrap_or(first),
                    PageStyle::Cursor { .. } | PageStyle::Link | PageStyle::NextUrl { .. } => {}
                }
                State::Ready(Box::new(sheet))
            }
            Err(error) => State::Failed(error),
        };
        let (seen, hasher) = (BTreeSet::new(), RandomState::new());
        Self { state, paging, declared: Declared::by::<O>(), items, page, empty: 0, seen, hasher }
    }

    /// Returns the answer for the next page, or `None` after the last.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Reply, error::Failure>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Ready(sheet) => {
                    let declared = self.declared;
                    self.state = State::Asked(Box::pin(async move {
                        let reply = exchange::deliver(&sheet, declared).await;
                        (sheet, reply)
                    }));
                }
                State::Asked(mut asked) => match asked.as_mut().poll(context) {
                    Poll::Ready((sheet, reply)) => {
                        self.state = State::Here(sheet);
                        return Poll::Ready(Some(reply));
                    }
                    Poll::Pending => {
                        self.state = State::Asked(asked);
                        return Poll::Pending;
                    }
                },
                State::Failed(error) => return Poll::Ready(Some(Err(error.into()))),
                State::Here(_) | State::Over => return Poll::Ready(None),
            }
        }
    }

    /// Does the same on this thread.
    fn wait(&mut self) -> Option<Result<Reply, error::Failure>> {
        let (sheet, asked) = match std::mem::replace(&mut self.state, State::Over) {
            State::Ready(sheet) => {
                let declared = self.declared;
                let transport = sheet.draft.core.0.transport.clone();
                let mut reply = None;
                let work = Box::pin(async { reply = Some(exchange::deliver(&sheet, declared).await) });
                let blocked = transport.block_on(work).map_err(error::Failure::Blocking);
                let unsupported = error::Failure::Blocking(CannotBlock::Unsupported);
                (sheet, blocked.and_then(|()| reply.unwrap_or(Err(unsupported))))
            }
            State::Failed(error) => return Some(Err(error.into())),
            State::Asked(_) | State::Here(_) | State::Over => return None,
        };
        self.state = State::Here(sheet);
        Some(asked)
    }

    /// Gets ready for the page after this one, and returns whether this one is new.
    fn go_on(&mut self, page: &Reply) -> bool {
        let State::Here(sheet) = std::mem::replace(&mut self.state, State::Over) else {
            return true;
        };
        let count = self.paging.count(page);
        let is_told = matches!(self.paging.style, PageStyle::Offset { .. } | PageStyle::Page { .. });
        // A server that does not know the parameter sends the same page for ever.
        if is_told && !self.see(page.body()) && self.paging.total_of(page).is_none() {
            return false;
        }
        self.items += count;
        self.empty = if count == 0 { self.empty + 1 } else { 0 };
        let is_all = self.paging.total_of(page).is_some_and(|total| self.items >= total);
        if !is_all && !self.paging.is_last(page) {
            self.state = match self.next(page, sheet, count) {
                Ok(Some(sheet)) => State::Ready(sheet),
                Ok(None) => State::Over,
                Err(error) => State::Failed(error),
            };
        }
        true
    }

    /// Returns the request for the next page, if there is one.
    fn next(
        &mut self,
        page: &Reply,
        mut sheet: Box<Sheet>,
        count: u64,
    ) -> Result<Option<Box<Sheet>>, RequestError> {
        if let Some((header, key)) = sheet.draft.limits.key {
            sheet.renew_key(header, key);
        }
        let url = match self.paging.style {
            PageStyle::Offset { .. } | PageStyle::Page { .. } if count == 0 => return Ok(None),
            PageStyle::Offset { parameter } => {
                sheet.set(parameter, self.items.into())?;
                return Ok(Some(sheet));
            }
            PageStyle::Page { parameter, .. } => {
                self.page = self.page.saturating_add(1);
                sheet.set(parameter, self.page.into())?;
                return Ok(Some(sheet));
            }
            PageStyle::Cursor { next, .. } | PageStyle::NextUrl { next } => text(page, next),
            PageStyle::Link => linked(page),
        };
        let Some(next) = url.filter(|next| self.see(next.as_bytes())) else { return Ok(None) };
        if self.empty >= MAX_EMPTY {
            return Err(RequestError::NextPage { reason: "a hundred pages in a row were empty" });
        }
        match self.paging.style {
            PageStyle::Cursor { parameter, next: place } => {
                sheet.set(parameter, cursor(page, place, parameter, next))?;
            }
            _ => sheet.follow(&next)?,
        }
        Ok(Some(sheet))
    }

    /// Remembers something, and returns whether it is new.
    fn see(&mut self, what: &[u8]) -> bool {
        self.seen.insert(self.hasher.hash_one(what))
    }
}
