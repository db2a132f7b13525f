//! What several firms together may be paid: the firms of one owner, or all of them from a fund that is short.

use std::sync::Arc;

use super::{Expr, Policy, Spread};
use crate::index::ItemIndex;

/// A limit over what several firms are paid, after each firm's own cap.
#[derive(Clone, Debug)]
pub struct JointLimit {
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// What firms that stand under it together have in common, over the firm; none: it is over all firms.
    pub owner: Option<Expr>,
    /// The items whose lines it is over, in the policy's order.
    pub items: Vec<ItemIndex>,
    /// The amount, by figures of the policy alone; none: what the fund holds.
    pub amount: Option<Expr>,
    /// Who is paid first, over the firm, least first; none: all are treated alike.
    pub order: Option<Expr>,
    /// How what it leaves is spread over the lines, where no order is asked.
    pub spread: Spread,
}

impl Policy {
    /// Which of the joint limits is the fund, where a shortfall of it is borne by those who are paid.
    #[must_use]
    pub fn fund_limit(&self) -> Option<usize> {
        self.joint_limits.iter().position(|limit| limit.amount.is_none())
    }

    /// What is done about a shortfall of the fund, in words.
    #[must_use]
    pub fn shortfall_borne(&self) -> &'static str {
        match self.fund_limit().map(|limit| self.joint_limits[limit].order.is_some()) {
            None => "只列明，不按比例压减",
            Some(false) => "按比例压减到各行",
            Some(true) => "按先后付，付完为止",
        }
    }
}
