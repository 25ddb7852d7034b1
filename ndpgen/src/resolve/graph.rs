//! Cycles in a directed graph. Knows nothing about types.

/// A graph: for each node, the nodes it leads to.
pub(crate) type Graph = Vec<Vec<usize>>;

/// The strongly connected component of each node: two nodes have the same one if each leads to the other.
///
/// Tarjan's algorithm with its own stack: a chain of ten thousand types must not overflow ours.
pub(super) fn components(graph: &Graph) -> Vec<usize> {
    let mut search = Search {
        graph,
        order: vec![None; graph.len()],
        low: vec![0; graph.len()],
        component: vec![None; graph.len()],
        path: Vec::new(),
        visited: 0,
        components: 0,
    };
    for node in 0..graph.len() {
        search.visit(node);
    }
    search.component.into_iter().flatten().collect()
}

struct Search<'g> {
    graph: &'g Graph,
    /// When each node was first seen.
    order: Vec<Option<usize>>,
    /// The earliest node known to be reachable from each node.
    low: Vec<usize>,
    component: Vec<Option<usize>>,
    /// Nodes whose component is not known yet.
    path: Vec<usize>,
    visited: usize,
    components: usize,
}

impl Search<'_> {
    fn visit(&mut self, start: usize) {
        if self.order[start].is_some() {
            return;
        }
        self.enter(start);
        // Each open node with the number of its edges that were followed.
        let mut open = vec![(start, 0)];
        while let Some((node, followed)) = open.last_mut() {
            let node = *node;
            match self.graph[node].get(*followed) {
                Some(&next) if self.order[next].is_none() => {
                    *followed += 1;
                    self.enter(next);
                    open.push((next, 0));
                }
                Some(&next) => {
                    *followed += 1;
                    self.meet(node, next);
                }
                None => {
                    open.pop();
                    self.leave(node);
                    if let Some((parent, _)) = open.last() {
                        self.low[*parent] = self.low[*parent].min(self.low[node]);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = Some(self.visited);
        self.low[node] = self.visited;
        self.visited += 1;
        self.path.push(node);
    }

    /// An edge to a node that was seen before counts only while that node's component is open.
    fn meet(&mut self, node: usize, next: usize) {
        if let (Some(order), None) = (self.order[next], self.component[next]) {
            self.low[node] = self.low[node].min(order);
        }
    }

    /// All edges of a node are followed: if nothing leads out before it, it completes a component.
    fn leave(&mut self, node: usize) {
        if self.order[node] != Some(self.low[node]) {
            return;
        }
        while let Some(member) = self.path.pop() {
            self.component[member] = Some(self.components);
            if member == node {
                break;
            }
        }
        self.components += 1;
    }
}

/// The edges that lie on a cycle, as pairs of nodes.
pub(crate) fn cyclic_edges(graph: &Graph) -> impl Iterator<Item = (usize, usize)> {
    let components = components(graph);
    let edges = graph.iter().enumerate();
    let edges = edges.flat_map(|(from, to)| to.iter().map(move |to| (from, *to)));
    edges.filter(move |(from, to)| components[*from] == components[*to])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cyclic(graph: &Graph) -> Vec<(usize, usize)> {
        cyclic_edges(graph).collect()
    }

    #[test]
    fn an_edge_is_cyclic_if_its_end_leads_back() {
        assert_eq!(cyclic(&vec![vec![0]]), [(0, 0)]);
        assert_eq!(cyclic(&vec![vec![1], vec![]]), []);
        assert_eq!(
            cyclic(&vec![vec![1, 2], vec![0], vec![1, 3], vec![]]),
            [(0, 1), (0, 2), (1, 0), (2, 1)]
        );
        assert_eq!(cyclic(&vec![vec![1], vec![2], vec![1]]), [(1, 2), (2, 1)]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let length = 200_000;
        let mut chain: Graph = (1..=length).map(|next| vec![next]).collect();
        chain.push(vec![0]);
        assert_eq!(cyclic_edges(&chain).count(), length + 1);
    }
}
